// SPDX-License-Identifier: Apache-2.0

package import FileTree
package import SystemPackage

/// What of an install tree ships: files and links, no folders; owners and modes normalised, every file hashed.
package struct StagedTree: Sendable {
    package struct File: Sendable, Equatable {
        package let entry: FileEntry
        package let component: Component
        /// Where the content of a regular file lies.
        package let content: FilePath
        /// Equal for names of one file.
        package let inode: UInt64?

        package init(entry: FileEntry, component: Component, content: FilePath, inode: UInt64? = nil) {
            self.entry = entry
            self.component = component
            self.content = content
            self.inode = inode
        }
    }

    /// Sorted by path.
    package let files: [File]

    package init(files: [File]) {
        self.files = files
    }

    /// The file that is to lie at `path`.
    package subscript(_ path: TreePath) -> File? {
        files.first { $0.entry.path == path }
    }
}
