// SPDX-License-Identifier: Apache-2.0

package import Digests
package import SystemPackage

/// A layer that was read from a blob, perhaps a compressed one.
package struct BlobLayer: Sendable, Equatable {
    /// The digest of the blob as it lies there.
    package let digest: Digest
    package let blobByteCount: Int64
    package let layer: IndexedLayer

    /// Reads the blob from where `descriptor` stands to its end, without seeking.
    ///
    /// - Throws: as ``LayerReader/index(_:tap:limits:check:)`` does.
    package static func read(
        _ descriptor: FileDescriptor,
        tap: (any FileTap)? = nil,
        limits: ArchiveLimits = ArchiveLimits(),
        check: @escaping () throws -> Void = {}
    ) throws -> BlobLayer {
        try read(PeekedBlocks(DescriptorBlocks(descriptor, check: check).next), tap: tap, limits: limits, check: check)
    }

    static func read(
        _ blocks: PeekedBlocks,
        tap: (any FileTap)?,
        limits: ArchiveLimits,
        check: () throws -> Void
    ) throws -> BlobLayer {
        let whole = DigestingBlocks(blocks.next)
        let layer = try LayerReader.index(PeekedBlocks(whole.next), tap: tap, limits: limits, check: check)
        let digest = try whole.finish()
        return BlobLayer(digest: digest, blobByteCount: whole.byteCount, layer: layer)
    }
}
