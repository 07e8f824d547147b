// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import SystemPackage

/// Gives the next bytes of a stream, valid until the next call; an empty block is its end.
typealias ByteBlocks = () throws -> UnsafeRawBufferPointer

/// The bytes of a file, pipe or socket from where it stands, in full blocks of 1 MiB but for the last.
final class DescriptorBlocks {
    private let descriptor: FileDescriptor
    private let check: () throws -> Void
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)

    init(_ descriptor: FileDescriptor, check: @escaping () throws -> Void) {
        self.descriptor = descriptor
        self.check = check
    }

    deinit { block.deallocate() }

    func next() throws -> UnsafeRawBufferPointer {
        try check()
        var count = 0
        // A pipe gives what it has; full blocks keep headers in one piece.
        while count < block.count {
            let step = try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: block[count...]))
            guard step > 0 else { break }
            count += step
        }
        return UnsafeRawBufferPointer(rebasing: block[..<count])
    }
}

/// Blocks passed on with their first bytes looked at beforehand.
final class PeekedBlocks {
    /// The first 512 bytes, or all if there are fewer.
    let start: [UInt8]
    private let held: UnsafeMutableRawBufferPointer
    private let rest: ByteBlocks
    private var isHeldGiven = false

    init(_ blocks: @escaping ByteBlocks) throws {
        var bytes: [UInt8] = []
        while bytes.count < TarHeader.blockByteCount {
            let block = try blocks()
            if block.isEmpty { break }
            bytes.append(contentsOf: block)
        }
        start = Array(bytes.prefix(TarHeader.blockByteCount))
        held = .allocate(byteCount: bytes.count, alignment: 16)
        held.copyBytes(from: bytes)
        rest = blocks
    }

    deinit { held.deallocate() }

    func next() throws -> UnsafeRawBufferPointer {
        guard isHeldGiven || held.isEmpty else {
            isHeldGiven = true
            return UnsafeRawBufferPointer(held)
        }
        return try rest()
    }
}

/// Blocks passed on, hashed and counted.
final class DigestingBlocks {
    private let blocks: ByteBlocks
    private var stream = DigestStream()
    private(set) var byteCount: Int64 = 0

    init(_ blocks: @escaping ByteBlocks) {
        self.blocks = blocks
    }

    func next() throws -> UnsafeRawBufferPointer {
        let block = try blocks()
        stream.update(block)
        byteCount += Int64(block.count)
        return block
    }

    /// Reads what is left and gives the digest of everything.
    func finish() throws -> Digest {
        while try !next().isEmpty {}
        var finished = DigestStream()
        swap(&stream, &finished)
        return finished.finish()
    }
}
