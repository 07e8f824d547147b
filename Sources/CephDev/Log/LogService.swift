// SPDX-License-Identifier: Apache-2.0

package import CephBuild
internal import Glibc
internal import ProcessKit
package import SystemPackage

/// What `cephdev log` does: reads what the tools printed in the last run.
package struct LogService: Sendable {
    private let workspace: Workspace

    package init(workspace: Workspace) {
        self.workspace = workspace
    }

    /// The log of `stage`; without one, that which was written last.
    ///
    /// - Throws: ``WorkspaceFailure/noLog(_:stage:)``
    package func find(_ stage: LoggedStage?) throws -> (stage: LoggedStage, path: FilePath) {
        let present = (stage.map { [$0] } ?? LoggedStage.allCases).compactMap { stage in
            Self.written(workspace.folders.log(of: stage)).map { (stage: stage, written: $0) }
        }
        guard let last = present.max(by: { $0.written < $1.written }) else {
            throw WorkspaceFailure.noLog(workspace.root, stage: stage)
        }
        return (last.stage, workspace.folders.log(of: last.stage))
    }

    /// Hands out the lines of the log at `path`, however long it is; a part of it is in memory at a time.
    package func read(_ path: FilePath, line: @escaping @Sendable (String) -> Void) async throws {
        try await BlockingWork.run { flag in
            let file = try FileDescriptor.open(path, .readOnly)
            try file.closeAfter {
                var splitter = LineSplitter()
                let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
                defer { buffer.deallocate() }
                while case let count = try file.read(into: buffer), count > 0 {
                    try flag.check()
                    splitter.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]), line)
                }
                splitter.finish(line)
            }
        }
    }

    /// In nanoseconds since 1970; nil when there is none.
    private static func written(_ path: FilePath) -> Int64? {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}
