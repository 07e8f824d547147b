// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import OCIKit

/// Where blobs are read from, each checked against the digest and the size by which it is named.
struct BlobSource {
    /// For errors.
    let place: String
    /// The bytes of a document: of a manifest, an index or a configuration.
    let document: (Descriptor) throws -> [UInt8]
    let layer: (Descriptor) throws -> IndexedLayer
}

extension BlobSource {
    /// The blobs of a layout in a tar.
    init(_ archive: LayoutArchive, place: String) {
        self.init(
            place: place,
            document: { descriptor in
                guard let bytes = archive.documents[descriptor.digest] else {
                    throw LayoutFailure.blobMissing(descriptor.digest, place: place)
                }
                guard Int64(bytes.count) == descriptor.size else {
                    throw LayoutFailure.wrongSize(descriptor.digest, place: place)
                }
                return bytes
            },
            layer: { descriptor in
                guard let blob = archive.layers[descriptor.digest] else {
                    throw LayoutFailure.blobMissing(descriptor.digest, place: place)
                }
                guard blob.blobByteCount == descriptor.size else {
                    throw LayoutFailure.wrongSize(descriptor.digest, place: place)
                }
                return blob.layer
            }
        )
    }
}
