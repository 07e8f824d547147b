// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import ProcessKit
package import SystemPackage

/// Turns an install tree into what ships of it.
package struct Stager: Sendable {
    private let rule: StagingRule
    private let trustsTimes: Bool

    /// A stager that believes the times of files when the tree is one that cmake alone writes.
    package init(keepsHeaders: Bool, trustsTimes: Bool = false) {
        rule = StagingRule(keepsHeaders: keepsHeaders)
        self.trustsTimes = trustsTimes
    }

    /// Scans and hashes the install tree at `root`; files that the index at `indexFile` knows are not hashed again.
    ///
    /// - Throws: ``ScanError`` when a file cannot be read.
    package func stage(_ root: FilePath, indexFile: FilePath) async throws -> StagedTree {
        let scanned = try await BlockingWork.run { [trustsTimes] flag in
            let index = ScanIndexFile(at: indexFile)
            let known = index.read()
            let scanned = try DirectoryScanner.scan(root, known: known, trustsTimes: trustsTimes) { try flag.check() }
            if scanned.index != known { try index.write(scanned.index) }
            return scanned
        }
        let files = scanned.entries.filter { rule.ships($0.path) }.compactMap { entry in
            Self.normalised(entry).map {
                StagedTree.File(
                    entry: $0,
                    component: Component(of: entry.path),
                    content: entry.path.onDisk(under: root),
                    inode: scanned.sharedInodes[entry.path]
                )
            }
        }
        return StagedTree(files: files)
    }

    /// The builder's user and umask must not show: 0:0, and 0755 or 0644 beside set-id and sticky bits.
    private static func normalised(_ entry: FileEntry) -> FileEntry? {
        let mode: UInt16
        switch entry.kind {
        case .file: mode = (entry.mode & 0o111 != 0 ? 0o755 : 0o644) | entry.mode & 0o7000
        case .symlink: mode = 0o777
        case .directory, .special: return nil
        }
        return FileEntry(path: entry.path, kind: entry.kind, mode: mode, attributes: entry.attributes)
    }
}
