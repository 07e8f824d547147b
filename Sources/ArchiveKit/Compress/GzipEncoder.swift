// SPDX-License-Identifier: Apache-2.0

internal import CIsal

/// A gzip member (RFC 1952) without name and time, written piece by piece at level 2 of isa-l.
///
/// Levels 1 and 2 give the same bytes on every x86-64 with SSE 4.2; those of level 3 depend on the width of its vectors.
/// isa-l's bytes depend on how its input is cut, so that it is given blocks of one length.
package final class GzipEncoder {
    private static let blockByteCount = 1 << 20

    private let stream: UnsafeMutableRawPointer
    private let sink: (UnsafeRawBufferPointer) throws -> Void
    private var block: [UInt8] = []
    private var room = [UInt8](repeating: 0, count: 1 << 18)

    static var recipe: String { "isa-l \(ISAL_MAJOR_VERSION).\(ISAL_MINOR_VERSION) level 2" }

    /// An encoder that gives the member to `sink`.
    package init(sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws(ArchiveError) {
        guard let stream = cisal_gzip_new() else { throw .compressionFailed(reason: "no memory for gzip") }
        self.stream = stream
        self.sink = sink
        block.reserveCapacity(Self.blockByteCount)
    }

    deinit { cisal_gzip_free(stream) }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Self.blockByteCount - block.count)
            block.append(contentsOf: piece)
            rest = rest.dropFirst(piece.count)
            if block.count == Self.blockByteCount { try feedBlock(isLast: false) }
        }
    }

    /// Writes the end of the member; nothing can be written after it.
    package func finish() throws {
        try feedBlock(isLast: true)
    }

    private func feedBlock(isLast: Bool) throws {
        try block.withUnsafeBytes { try feed($0, isLast: isLast) }
        block.removeAll(keepingCapacity: true)
    }

    private func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws {
        cisal_gzip_feed(stream, bytes.baseAddress, UInt32(bytes.count), isLast ? 1 : 0)
        repeat {
            try room.withUnsafeMutableBytes { room in
                var written: UInt32 = 0
                let status = cisal_gzip_step(stream, room.baseAddress, UInt32(room.count), &written)
                guard status == COMP_OK else { throw ArchiveError.compressionFailed(reason: "isa-l: code \(status)") }
                if written > 0 { try sink(UnsafeRawBufferPointer(rebasing: room[..<Int(written)])) }
            }
        } while cisal_gzip_is_pending(stream) != 0
    }
}
