// SPDX-License-Identifier: Apache-2.0

import Digests
import ImageAssembly
import Reporting
import SystemPackage
import TestSupport
import Testing

struct ContentStoreTests {
    private let scratch: ScratchDirectory
    private let store: ContentStore

    init() throws {
        scratch = try ScratchDirectory()
        store = ContentStore(at: scratch.path.appending("store"))
    }

    @Test(.tags(.medium), arguments: [0, 1, (1 << 20) - 1, 1 << 20, (3 << 20) + 17])
    func `the digest is what sha256sum says of the blob`(byteCount: Int) async throws {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let blob = try store.ingest { write in
            for start in stride(from: 0, to: bytes.count, by: 300_000) {
                try bytes[start..<min(start + 300_000, bytes.count)].withUnsafeBytes(write)
            }
        }
        #expect(blob.byteCount == Int64(byteCount))
        let line = try await scratch.run("sha256sum", store.path(of: blob.digest).string).first
        #expect(line?.prefix(64) == blob.digest.hex[...])
    }

    @Test(.tags(.medium)) func `what fails in its midst leaves nothing`() async throws {
        #expect(throws: CancellationError.self) {
            try store.ingest { write in
                try [UInt8](repeating: 1, count: 3 << 20).withUnsafeBytes(write)
                throw CancellationError()
            }
        }
        #expect(try await scratch.run("find", "store", "-type", "f").isEmpty)
    }

    @Test(.tags(.medium)) func `the same content twice is one blob`() async throws {
        for _ in 0..<2 { _ = try store.ingest { try Array("x".utf8).withUnsafeBytes($0) } }
        #expect(try await scratch.run("find", "store", "-type", "f").count == 1)
    }

    @Test func `a store that cannot be written to is named`() throws {
        try scratch.write("file", "")
        let closed = ContentStore(at: scratch.path.appending("file"))
        #expect(throws: (any Error).self) { try closed.ingest { _ in } }
    }

    @Test(.tags(.medium)) func `bytes that are not those expected are refused, and leave nothing`() async throws {
        let expected = Digest.of("right".utf8)
        let error = #expect(throws: ImageFailure.self) {
            try store.ingest(expecting: expected) { try Array("wrong".utf8).withUnsafeBytes($0) }
        }
        #expect(error?.kind == .badInput)
        #expect(error?.description.contains(expected.description) == true)
        await #expect(throws: ImageFailure.self) {
            try await store.ingestFile(expecting: expected) {
                _ = try await scratch.run("cp", "/etc/hostname", $0.string)
            }
        }
        #expect(try await scratch.run("find", "store", "-type", "f").isEmpty)
    }

    @Test func `bytes that are those expected are taken`() throws {
        let blob = try store.ingest(expecting: .of("right".utf8)) { try Array("right".utf8).withUnsafeBytes($0) }
        #expect(store.blob(blob.digest) == blob)
    }
}
