// SPDX-License-Identifier: Apache-2.0

package import Digests

/// One name in a tree, and what it names.
package struct FileEntry: Hashable, Sendable {
    package let path: TreePath
    package let kind: Kind
    /// The permission, set-id and sticky bits: 0o7777 at most.
    package let mode: UInt16
    /// The numeric user.
    package let owner: UInt32
    /// The numeric group.
    package let group: UInt32
    /// Extended attributes by their full names: `security.capability` (xattr(7)).
    package let attributes: [String: [UInt8]]

    /// An entry; bits of `mode` above 0o7777 are dropped.
    package init(
        path: TreePath,
        kind: Kind,
        mode: UInt16,
        owner: UInt32 = 0,
        group: UInt32 = 0,
        attributes: [String: [UInt8]] = [:]
    ) {
        self.path = path
        self.kind = kind
        self.mode = mode & 0o7777
        self.owner = owner
        self.group = group
        self.attributes = attributes
    }

    /// The same entry under another path.
    package func moved(to path: TreePath) -> FileEntry {
        FileEntry(path: path, kind: kind, mode: mode, owner: owner, group: group, attributes: attributes)
    }

    /// What an entry names.
    package enum Kind: Hashable, Sendable {
        case directory
        /// A regular file of `size` bytes; `isELF` when it starts with the four ELF bytes.
        case file(size: Int64, digest: Digest, isELF: Bool)
        /// A symbolic link, its target as it was written.
        case symlink(target: String)
        /// A device, a pipe or a socket.
        case special
    }
}
