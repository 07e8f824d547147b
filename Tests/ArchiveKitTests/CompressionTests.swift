// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import ProcessKit
import TestSupport
import Testing

/// Packed bytes, as the usual programs read them.
@Suite struct CompressionTests {
    static let packed: [Compression] = [.zstd, .gzip]

    @Test(.tags(.medium), arguments: packed, [0, 1, 100_000, 20_000_001])
    func `zstd and gzip unpack what was packed`(_ compression: Compression, byteCount: Int) async throws {
        let scratch = try ScratchDirectory()
        let bytes = Self.bytes(byteCount)
        try scratch.write("plain", bytes)
        let packed = try await BlockingWork.run { _ in try pack(bytes, compression) }
        try scratch.write("packed", packed)
        try await scratch.run("sh", "-c", "\(compression.rawValue) -d -c <packed | cmp - plain")
        try await scratch.run("sh", "-c", "\(compression.rawValue) -t <packed")
        if byteCount > 1000 { #expect(packed.count < byteCount) }
    }

    @Test(.tags(.medium), arguments: packed) func `libarchive unpacks what was packed`(_ compression: Compression)
        async throws
    {
        let scratch = try ScratchDirectory()
        let tar = try archive { try $0.addFile("name", Self.bytes(300_000)) }
        try scratch.write("layer", try pack(tar, compression))
        #expect(try await scratch.run("bsdtar", "-tf", "layer") == ["name"])
    }

    @Test func `the number of threads does not change the bytes`() async throws {
        let bytes = Self.bytes(30_000_000)
        let digests = try await BlockingWork.run { _ in
            try [1, 2, 7].map { Digest.of(try pack(bytes, .zstd, workers: $0)) }
        }
        #expect(Set(digests).count == 1)
    }

    @Test(arguments: Compression.allCases)
    func `how the bytes come in pieces does not change what comes out`(_ compression: Compression) async throws {
        let bytes = Self.bytes(3_000_000)
        let (whole, pieces) = try await BlockingWork.run { _ in
            (try pack(bytes, compression), try pack(bytes, compression, piece: 4099))
        }
        // As a truth value: a failure would search for the difference for hours.
        let areSame = whole.elementsEqual(pieces)
        #expect(areSame)
        let isPlain = whole.elementsEqual(bytes)
        #expect(isPlain == (compression == .none))
    }

    @Test func `a gzip member has neither time nor name`() throws {
        let start = try pack(Array("text".utf8), .gzip).prefix(10)
        #expect(Array(start) == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
    }

    @Test(arguments: packed) func `what the sink throws ends the packing`(_ compression: Compression) async throws {
        struct DiskFull: Error {}
        await #expect(throws: DiskFull.self) {
            try await BlockingWork.run { _ in
                try compression.pack(workers: 2, into: { _ in throw DiskFull() }) { write in
                    try Self.bytes(20_000_000).withUnsafeBytes { try write($0) }
                }
            }
        }
    }

    @Test func `methods have recipes of their own`() {
        #expect(Set(Compression.allCases.map(\.recipe)).count == Compression.allCases.count)
    }

    /// Bytes that repeat now and then, as programs do.
    private static func bytes(_ count: Int) -> [UInt8] {
        var state: UInt64 = 42
        var bytes: [UInt8] = []
        while bytes.count < count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let word = String(state, radix: 16).utf8
            for _ in 0..<40 { bytes.append(contentsOf: word) }
        }
        return Array(bytes.prefix(count))
    }
}

/// `bytes` packed, given in pieces of `piece` bytes.
private func pack(
    _ bytes: [UInt8],
    _ compression: Compression,
    workers: Int = 2,
    piece: Int = .max
) throws -> [UInt8] {
    final class Packed { var bytes: [UInt8] = [] }
    let packed = Packed()
    try compression.pack(workers: workers, into: { packed.bytes.append(contentsOf: $0) }) { write in
        try bytes.withUnsafeBytes { all in
            var rest = all[...]
            repeat {
                let next = rest.prefix(piece)
                try write(UnsafeRawBufferPointer(rebasing: next))
                rest = rest.dropFirst(next.count)
            } while !rest.isEmpty
        }
    }
    return packed.bytes
}
