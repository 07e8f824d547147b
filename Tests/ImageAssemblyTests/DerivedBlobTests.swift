// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

struct DerivedBlobTests {
    private let scratch: ScratchDirectory
    private let store: ContentStore

    init() throws {
        scratch = try ScratchDirectory()
        store = ContentStore(at: scratch.path.appending("store"))
    }

    @Test func `what was derived once is not made again`() throws {
        var count = 0
        let blobs = try (0..<2).map { _ in
            try store.derive(["upper", "1", "x"]) {
                count += 1
                return try put("X")
            }
        }
        #expect(count == 1)
        #expect(blobs[0] == blobs[1])
        #expect(blobs[0].digest == Digest.of("X".utf8))
    }

    @Test func `another key is another blob, wherever its words are split`() throws {
        let first = try store.derive(["a", "bc"]) { try put("1") }
        #expect(try store.derive(["ab", "c"]) { try put("2") } != first)
    }

    @Test func `a blob that is gone is made again`() throws {
        let first = try store.derive(["k"]) { try put("1") }
        try FileManager.default.removeItem(atPath: store.path(of: first.digest).string)
        #expect(try store.recall(["k"]) == nil)
        #expect(try store.derive(["k"]) { try put("1") } == first)
        #expect(scratch.exists("store/sha256/\(first.digest.hex)"))
    }

    @Test(arguments: ["", "sha256:12", "no digest 5", "\u{0}"])
    func `a damaged record counts as none`(text: String) throws {
        let first = try store.derive(["k"]) { try put("1") }
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path.appending("store/derived").string)
        try scratch.write("store/derived/\(names[0])", text)
        #expect(try store.recall(["k"]) == nil)
        #expect(try store.derive(["k"]) { try put("1") } == first)
    }

    @Test func `a blob of another length than remembered counts as gone`() throws {
        let first = try store.derive(["k"]) { try put("123") }
        try scratch.write("store/sha256/\(first.digest.hex)", "12")
        #expect(try store.recall(["k"]) == nil)
    }

    @Test func `a file that a program wrote is taken in under its digest`() async throws {
        let blob = try await store.ingestFile { path in
            try await scratch.run("sh", "-c", "printf abc >\(path)")
        }
        #expect(blob == StoredBlob(digest: .of("abc".utf8), byteCount: 3))
        #expect(try scratch.read("store/sha256/\(blob.digest.hex)") == "abc")
    }

    private func put(_ text: String) throws -> StoredBlob {
        try store.ingest { try Array(text.utf8).withUnsafeBytes($0) }
    }
}
