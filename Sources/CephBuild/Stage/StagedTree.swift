// SPDX-License-Identifier: Apache-2.0

package import FileTree
package import SystemPackage

/// What of an install tree ships: files and links, no folders; owners and modes normalised, every file hashed.
package struct StagedTree: Sendable {
    package struct File: Sendable, Equatable {
        package let entry: FileEntry
        package let component: Component
        /// Equal for names of one file.
        package let inode: UInt64?
    }

    /// Where the contents lie on disk.
    package let root: FilePath
    /// Sorted by path.
    package let files: [File]

    /// The staged file at `path`.
    package func content(of path: TreePath) -> FilePath {
        path.onDisk(under: root)
    }
}
