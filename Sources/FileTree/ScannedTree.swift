// SPDX-License-Identifier: Apache-2.0

/// What a scan found below a directory.
package struct ScannedTree: Sendable, Equatable {
    /// Every name, in the order of ``TreePath``, without the directory itself.
    package let entries: [FileEntry]
    /// The inode of each regular file that has more than one name below the directory: equal numbers are one file.
    package let sharedInodes: [TreePath: UInt64]
    /// What a later scan need not hash again.
    package let index: ScanIndex

    /// The entries as a tree.
    package var tree: FileTree { FileTree(sorted: entries) }
}
