// SPDX-License-Identifier: Apache-2.0

/// The bytes of a stream that may be compressed by gzip or zstd, in the clear.
final class ExpandedBlocks {
    private let filter: ArchiveReader?
    private let counted: CountedBlocks
    private let source: ByteBlocks
    private let limits: ArchiveLimits
    private var byteCount: Int64 = 0

    init(_ blocks: PeekedBlocks, limits: ArchiveLimits) throws {
        self.limits = limits
        counted = CountedBlocks(blocks.next)
        guard StreamKind(blocks.start) == .compressed else {
            filter = nil
            source = blocks.next
            return
        }
        let filter = try ArchiveReader(.compressed, counted.next)
        self.filter = filter
        let hasBytes = try filter.nextMember() != nil
        source = hasBytes ? filter.nextBytes : { UnsafeRawBufferPointer(start: nil, count: 0) }
    }

    func next() throws -> UnsafeRawBufferPointer {
        let block = try source()
        guard filter != nil else { return block }
        byteCount += Int64(block.count)
        // A few bytes of a compressed stream can stand for terabytes of zeros.
        guard byteCount <= limits.expandedByteCount || byteCount / limits.expansionFactor <= counted.byteCount else {
            throw ArchiveError.expandsTooFar(from: counted.byteCount, to: byteCount)
        }
        return block
    }
}

/// Blocks passed on and counted.
private final class CountedBlocks {
    private let blocks: ByteBlocks
    private(set) var byteCount: Int64 = 0

    init(_ blocks: @escaping ByteBlocks) {
        self.blocks = blocks
    }

    func next() throws -> UnsafeRawBufferPointer {
        let block = try blocks()
        byteCount += Int64(block.count)
        return block
    }
}
