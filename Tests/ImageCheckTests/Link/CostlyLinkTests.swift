// SPDX-License-Identifier: Apache-2.0

import Digests
import ELFKit
import FileTree
import ImageCheck
import SystemPackage
import TestSupport
import Testing

/// What would cost gigabytes, or hours, if it were believed.
@Suite(.timeLimit(.minutes(5))) struct CostlyLinkTests {
    private let digest = Digest.of("object".utf8)

    private func trace(_ object: DynamicObject, cache: [UInt8] = []) throws -> LoadedObject? {
        let kind = FileEntry.Kind.file(size: 1, digest: digest, isELF: true)
        let path = try TreePath(parsing: "lib64/libx.so")
        let tree = FileTree([FileEntry(path: path, kind: kind, mode: 0o755)])
        return try LinkModel(tree: tree, pool: ObjectPool { _ in object }, loaderCache: cache).trace(path)
    }

    @Test func `an object all of whose symbols have one name is damaged`() throws {
        let scratch = try ScratchDirectory()
        var crafted = CraftedObject()
        crafted.strings = Array("\0f\0".utf8)
        crafted.symbols = Array(repeating: 1, count: 100_000)
        try scratch.write("object", crafted.bytes)
        let object = try #require(try DynamicObject.read(scratch.path.appending("object")))
        #expect(object.symbols.definitions.count == 100_000)
        #expect(try trace(object)?.failure == "/lib64/libx.so: its hash table is damaged")
    }

    @Test func `a RUNPATH of a million folders ends`() throws {
        var object = DynamicObject(format: CacheWorld.amd64)
        object.runpath = String(repeating: "/a:", count: 1 << 20)
        object.needed = (0..<5).map { "lib\($0).so" }
        #expect(try trace(object)?.missingLibraries.count == 5)
    }

    @Test func `a cache all of whose names are one long string is empty`() throws {
        let count = 4000
        var cache = Array("glibc-ld.so.cache1.1".utf8)
        cache.put(UInt32(count), 0, 2, 0, 0, 0, 0)
        for number in 0..<count {
            let name = UInt32(48 + 24 * count + number)
            cache.put(UInt32(0x303), name, name, 0, 0, 0)
        }
        cache += Array(repeating: UInt8(ascii: "a"), count: 100_000) + [0]
        var object = DynamicObject(format: CacheWorld.amd64)
        object.needed = ["libx.so"]
        #expect(try trace(object, cache: cache)?.libraries == ["libx.so": "/lib64/libx.so"])
    }
}
