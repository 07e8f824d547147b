// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import FoundationEssentials
internal import SystemPackage

/// Throws away what a build left, as far as it is asked to; never the source, nor anything cephdev did not make.
struct Cleaner: Sendable {
    let workspace: Workspace

    func clean(_ levels: Set<BuildRequest.CleanLevel>) throws {
        for folder in folders(of: levels) where FileManager.default.fileExists(atPath: folder.string) {
            try FileManager.default.removeItem(atPath: folder.string)
        }
    }

    private func folders(of levels: Set<BuildRequest.CleanLevel>) -> Set<FilePath> {
        let folders = workspace.folders
        return Set(
            levels.flatMap { level in
                switch level {
                case .build: [folders.build]
                case .install: [folders.install]
                case .cache: [folders.compileCache]
                case .all: [folders.build, folders.install, folders.compileCache]
                }
            }
        )
    }
}
