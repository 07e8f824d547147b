// SPDX-License-Identifier: Apache-2.0

package import FileTree
package import SystemPackage

/// Reads a layer: a tar, perhaps compressed by gzip or zstd, with the whiteouts of the OCI image specification.
package enum LayerReader {
    /// What the layer that starts where `descriptor` stands adds and removes; it is read to its end, without seeking.
    ///
    /// - Parameters:
    ///   - descriptor: a file, pipe or socket, which stays open.
    ///   - limits: what the layer may cost.
    ///   - check: called before every block; what it throws ends the reading.
    /// - Returns: the layer's change set, sorted.
    /// - Throws: ``ArchiveError`` when the bytes are damaged, a name leaves the root or a limit is passed.
    package static func read(
        _ descriptor: FileDescriptor,
        limits: ArchiveLimits = ArchiveLimits(),
        check: @escaping () throws -> Void = {}
    ) throws -> LayerContents {
        try index(descriptor, limits: limits, check: check).contents
    }

    /// The same with the digest of the uncompressed archive; `tap` is given the bytes of files.
    ///
    /// - Throws: as ``read(_:limits:check:)`` does.
    package static func index(
        _ descriptor: FileDescriptor,
        tap: (any FileTap)? = nil,
        limits: ArchiveLimits = ArchiveLimits(),
        check: @escaping () throws -> Void = {}
    ) throws -> IndexedLayer {
        let blocks = DescriptorBlocks(descriptor, check: check)
        return try index(PeekedBlocks(blocks.next), tap: tap, limits: limits, check: check)
    }

    static func index(
        _ blocks: PeekedBlocks,
        tap: (any FileTap)?,
        limits: ArchiveLimits,
        check: () throws -> Void
    ) throws -> IndexedLayer {
        let digesting = DigestingBlocks(try ExpandedBlocks(blocks, limits: limits).next)
        let reader = try ArchiveReader(.tar, digesting.next)
        var indexer = LayerIndexer(limits: limits)
        while let member = try reader.nextMember() {
            try check()
            try indexer.add(member, from: reader, tap: tap, check: check)
        }
        let diffID = try digesting.finish()
        return IndexedLayer(diffID: diffID, byteCount: digesting.byteCount, contents: indexer.contents)
    }
}
