// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import ProcessKit
package import SystemPackage

/// Turns an install tree into what ships of it.
package struct Stager: Sendable {
    private let rule: StagingRule

    package init(keepsHeaders: Bool) {
        rule = StagingRule(keepsHeaders: keepsHeaders)
    }

    /// Scans and hashes the install tree at `root`.
    ///
    /// - Throws: ``ScanError`` when a file cannot be read.
    package func stage(_ root: FilePath) async throws -> StagedTree {
        let entries = try await BlockingWork.run { flag in
            try DirectoryScanner.scan(root) { try flag.check() }
        }
        let files = entries.filter { rule.ships($0.path) }.compactMap(Self.normalised)
        return StagedTree(root: root, files: files)
    }

    /// The builder's user and umask must not show: 0:0, and 0755 or 0644.
    private static func normalised(_ entry: FileEntry) -> StagedTree.File? {
        let mode: UInt16
        switch entry.kind {
        case .file: mode = entry.mode & 0o111 != 0 ? 0o755 : 0o644
        case .symlink: mode = 0o777
        case .directory, .special: return nil
        }
        let normal = FileEntry(path: entry.path, kind: entry.kind, mode: mode)
        return StagedTree.File(entry: normal, component: Component(of: entry.path))
    }
}
