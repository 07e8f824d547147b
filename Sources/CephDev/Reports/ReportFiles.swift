// SPDX-License-Identifier: Apache-2.0

internal import BuildReports
internal import FoundationEssentials
package import Reporting
package import SystemPackage

/// Files that show a build: a page for people, a trace for Perfetto.
package struct ReportFiles: Sendable, Equatable {
    package var page: FilePath?
    package var trace: FilePath?

    package init(page: FilePath? = nil, trace: FilePath? = nil) {
        self.page = page
        self.trace = trace
    }

    package var isEmpty: Bool { page == nil && trace == nil }

    /// Finds out before a long build that a file cannot be written after it. A file that is there stays as it is.
    func requireWritable() throws(ReportFailure) {
        let manager = FileManager.default
        for file in [page, trace].compactMap(\.self) {
            let folder = FilePath(manager.currentDirectoryPath).pushing(file).removingLastComponent()
            var isFolder = false
            if manager.fileExists(atPath: file.string, isDirectory: &isFolder), isFolder {
                throw .cannotWrite(file, reason: "it is a folder")
            }
            guard manager.fileExists(atPath: folder.string) else {
                throw .cannotWrite(file, reason: "there is no folder \(folder)")
            }
            guard manager.isWritableFile(atPath: folder.string) else {
                throw .cannotWrite(file, reason: "nothing may be written into \(folder)")
            }
        }
    }

    func write(_ report: BuildReport) throws {
        if let page { try Self.put(ReportPage.render(report), at: page) }
        if let trace { try Self.put(BuildTrace.render(report), at: trace) }
    }

    private static func put(_ bytes: [UInt8], at file: FilePath) throws {
        try Data(bytes).write(to: URL(filePath: file.string), options: .atomic)
    }
}

/// Why a build cannot be shown.
package enum ReportFailure: Failure, Equatable {
    case cannotWrite(FilePath, reason: String)
    case noBuildYet(FilePath)
    case unreadable(FilePath, reason: String)

    package var kind: FailureKind {
        switch self {
        case .cannotWrite: .inputOutput
        case .noBuildYet, .unreadable: .badInput
        }
    }

    package var description: String {
        switch self {
        case .cannotWrite(let file, let reason): "cannot write \(file): \(reason)"
        case .noBuildYet(let record): "no build was recorded yet: there is no \(record)"
        case .unreadable(let record, let reason): "cannot show the build of \(record): \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .cannotWrite: "name a file in a folder that is there"
        case .noBuildYet: "run 'cephdev build' first, or name its --workspace"
        case .unreadable: "the next 'cephdev build' writes it anew"
        }
    }
}
