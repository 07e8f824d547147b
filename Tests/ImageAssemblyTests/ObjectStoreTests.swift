// SPDX-License-Identifier: Apache-2.0

import Digests
import ELFKit
import FileTree
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

@Suite(.tags(.medium)) struct ObjectStoreTests {
    private let scratch: ScratchDirectory
    private let store: ObjectStore
    private let digest = Digest.of("the object".utf8)

    init() async throws {
        scratch = try ScratchDirectory()
        store = ObjectStore(at: scratch.path.appending("objects"))
        try scratch.write("source.c", "int f(void) { return 1; }\n")
        try await scratch.run("gcc", "-nostdlib", "-shared", "-fPIC", "-Wl,-soname,libf.so.1", "source.c", "-o", "lib")
    }

    private func tree(_ path: String, isELF: Bool, size: Int64 = 1) throws -> FileTree {
        let kind = FileEntry.Kind.file(size: size, digest: digest, isELF: isELF)
        return FileTree([try FileEntry(path: TreePath(parsing: path), kind: kind, mode: 0o755)])
    }

    @Test func `an object is read once, by its digest`() throws {
        try store.learn(digest, from: scratch.path.appending("lib"))
        try store.learn(digest, from: scratch.path.appending("not there"))
        #expect(try store.object(digest)?.soname == "libf.so.1")
    }

    @Test func `what no loader could be asked for is known as such`() throws {
        try store.learn(digest, from: scratch.path.appending("source.c"))
        #expect(try store.object(digest) == nil)
    }

    @Test func `a damaged note is an error once, and then gone`() throws {
        try store.learn(digest, from: scratch.path.appending("lib"))
        let files = try FileManager.default.contentsOfDirectory(atPath: store.folder.string)
        try scratch.write("objects/\(try #require(files.first))", "damaged")
        #expect(throws: ImageFailure.self) { try store.object(digest) }
        #expect(try store.isIncomplete(for: tree("lib/libf.so.1", isELF: true)))
        try store.learn(digest, from: scratch.path.appending("lib"))
        #expect(try store.object(digest)?.soname == "libf.so.1")
    }

    @Test(arguments: ["etc/ld.so.cache", "etc/ld.so.conf", "etc/ld.so.conf.d/ceph.conf", "etc/ld.so.preload"])
    func `a tree is complete when its objects and the loader's files are known`(name: String) throws {
        let (objects, file) = (try tree("lib/libf.so.1", isELF: true), try tree(name, isELF: false))
        #expect(store.isIncomplete(for: objects) && store.isIncomplete(for: file))
        #expect(try !store.isIncomplete(for: tree("etc/passwd", isELF: false)))
        #expect(try !store.isIncomplete(for: tree(name, isELF: false, size: 0)))
        try store.learn(digest, from: scratch.path.appending("lib"))
        #expect(!store.isIncomplete(for: objects) && store.isIncomplete(for: file))
        try store.keep([1, 2], as: digest)
        #expect(!store.isIncomplete(for: file) && store.file(digest) == [1, 2])
    }
}
