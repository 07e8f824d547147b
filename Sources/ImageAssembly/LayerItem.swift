// SPDX-License-Identifier: Apache-2.0

package import FileTree
package import SystemPackage

/// A file or link that is to be in an image.
package struct LayerItem: Sendable, Equatable {
    package let entry: FileEntry
    /// Where the content of a regular file lies.
    package let content: FilePath
    /// Equal for items that are names of one file.
    package let inode: UInt64?

    package init(entry: FileEntry, content: FilePath, inode: UInt64? = nil) {
        self.entry = entry
        self.content = content
        self.inode = inode
    }

    func with(_ entry: FileEntry) -> LayerItem {
        LayerItem(entry: entry, content: content, inode: inode)
    }
}
