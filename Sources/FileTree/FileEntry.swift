// SPDX-License-Identifier: Apache-2.0

package import Digests

/// One name in a tree, and what it names.
package struct FileEntry: Hashable, Sendable, Codable {
    package let path: TreePath
    package let kind: Kind
    /// The permission, set-id and sticky bits: 0o7777 at most.
    package let mode: UInt16
    /// The numeric user.
    package let owner: UInt32
    /// The numeric group.
    package let group: UInt32

    /// An entry; bits of `mode` above 0o7777 are dropped.
    package init(path: TreePath, kind: Kind, mode: UInt16, owner: UInt32 = 0, group: UInt32 = 0) {
        self.path = path
        self.kind = kind
        self.mode = mode & 0o7777
        self.owner = owner
        self.group = group
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

/// JSON arrays, to be compact: `["d"]`, `["f",12,"sha256:…",true]`, `["l","target"]`, `["s"]`.
extension FileEntry.Kind: Codable {
    package init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        switch try container.decode(String.self) {
        case "d": self = .directory
        case "f":
            self = try .file(
                size: container.decode(Int64.self),
                digest: container.decode(Digest.self),
                isELF: container.decode(Bool.self)
            )
        case "l": self = try .symlink(target: container.decode(String.self))
        case "s": self = .special
        case let tag:
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(tag)' is no kind of file")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        switch self {
        case .directory: try container.encode("d")
        case .file(let size, let digest, let isELF):
            try container.encode("f")
            try container.encode(size)
            try container.encode(digest)
            try container.encode(isELF)
        case .symlink(let target):
            try container.encode("l")
            try container.encode(target)
        case .special: try container.encode("s")
        }
    }
}
