// SPDX-License-Identifier: Apache-2.0

package import Digests

/// What one document says of a blob that it names (image-spec, descriptor.md).
package struct Descriptor: Hashable, Sendable {
    package let mediaType: MediaType
    package let digest: Digest
    /// In bytes.
    package let size: Int64

    package init(_ mediaType: MediaType, _ digest: Digest, size: Int64) {
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
    }

    var json: JSONValue {
        .object([
            "mediaType": .string(mediaType.rawValue), "digest": .string(digest.description), "size": .integer(size),
        ])
    }

    /// The descriptor that `value` is.
    init(_ value: JSONValue) throws(OCIError) {
        guard let type = value["mediaType"]?.string.flatMap(MediaType.init), case .integer(let size)? = value["size"],
            size >= 0, let text = value["digest"]?.string
        else { throw .invalidManifest(reason: "a descriptor has no known media type, no size or no digest") }
        do {
            digest = try Digest(parsing: text)
        } catch {
            throw .invalidManifest(reason: error.description)
        }
        mediaType = type
        self.size = size
    }
}
