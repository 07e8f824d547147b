// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

/// Layers on their way from the store to a registry.
struct LayerCompressorTests {
    private let scratch: ScratchDirectory
    private let store: ContentStore

    init() throws {
        scratch = try ScratchDirectory()
        store = ContentStore(at: scratch.path.appending("store"))
    }

    @Test(arguments: Compression.allCases)
    func `a layer is packed under its diffID`(_ compression: Compression) async throws {
        let layer = try ingest("layer of some length, of some length")
        let compressor = LayerCompressor(store: store, compression: compression)
        try await compressor.compress([layer])
        let packed = try #require(try compressor.packed(layer))
        #expect((packed.digest == layer) == (compression == .none))
        #expect(store.blob(packed.digest) == packed)
    }

    @Test func `a layer is not packed twice, nor read again`() async throws {
        let layer = try ingest("once")
        let compressor = LayerCompressor(store: store, compression: .zstd)
        try await compressor.compress([layer])
        let packed = try compressor.packed(layer)
        try FileManager.default.removeItem(atPath: store.path(of: layer).string)
        #expect(try compressor.packed(layer) == packed)
        let other = LayerCompressor(store: store, compression: .gzip)
        #expect(try other.packed(layer) == nil)
    }

    @Test func `many layers are packed whatever the number of cores, each to the same bytes`() async throws {
        let layers = try Set((0..<20).map { try ingest("layer \($0)") })
        let one = LayerCompressor(store: store, compression: .zstd, cores: 1)
        try await one.compress(layers)
        let first = try layers.map { try one.packed($0) }
        try FileManager.default.removeItem(atPath: store.derivedFolder.string)
        let many = LayerCompressor(store: store, compression: .zstd, cores: 7)
        try await many.compress(layers)
        #expect(try layers.map { try many.packed($0) } == first)
    }

    @Test func `a blob that is not what its name says is not packed`() async throws {
        let layer = try ingest("sound")
        try Data("rotten".utf8).write(to: URL(filePath: store.path(of: layer).string))
        let compressor = LayerCompressor(store: store, compression: .gzip)
        await #expect(throws: ImageFailure.self) { try await compressor.compress([layer]) }
        #expect(try compressor.packed(layer) == nil)
    }

    @Test func `of a stream only the wanted layer stays, and nothing of another`() throws {
        let wanted = Digest.of("wanted".utf8)
        let compressor = LayerCompressor(store: store, compression: .zstd)
        #expect(try !compressor.take([wanted], from: Self.blocks("another")))
        #expect(try files() == [])
        #expect(try compressor.take([wanted], from: Self.blocks("wanted")))
        #expect(try compressor.packed(wanted) != nil)
        #expect(try files().count == 1)
    }

    private func ingest(_ text: String) throws -> Digest {
        try store.ingest { write in try Array(text.utf8).withUnsafeBytes(write) }.digest
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.path.appending("store/sha256").string)
    }

    /// `text` as one block, and then the end.
    private static func blocks(_ text: String) -> () throws -> UnsafeRawBufferPointer {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
        block.copyBytes(from: text.utf8)
        var isGiven = false
        return {
            defer { isGiven = true }
            return isGiven ? UnsafeRawBufferPointer(start: nil, count: 0) : UnsafeRawBufferPointer(block)
        }
    }
}
