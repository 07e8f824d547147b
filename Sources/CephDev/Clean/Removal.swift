// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// Something that cleaning removes, or would.
package struct Removal: Sendable, Equatable, Encodable {
    package enum Kind: String, Sendable, Encodable {
        /// A folder or file of the workspace or the cache.
        case path
        /// A name in an engine; its image goes when it has no other.
        case image
        /// A volume in an engine elsewhere.
        case volume
    }

    package let kind: Kind
    package let subject: String
    /// What goes with it: on disk for a path or a volume, in layers of cephdev's own for an image.
    package let byteCount: Int64

    private enum CodingKeys: String, CodingKey {
        case kind, subject
        case byteCount = "size"
    }

    init(_ path: FilePath, byteCount: Int64) {
        kind = .path
        subject = path.string
        self.byteCount = byteCount
    }

    init(volume name: String, byteCount: Int64) {
        kind = .volume
        subject = name
        self.byteCount = byteCount
    }

    init(image name: String, byteCount: Int64) {
        kind = .image
        subject = name
        self.byteCount = byteCount
    }
}
