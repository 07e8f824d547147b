// SPDX-License-Identifier: Apache-2.0

import CephBuild
import Digests
import FileTree
import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

struct StagerTests {
    private let scratch: ScratchDirectory
    private let place: ScratchDirectory
    private var index: FilePath { place.path.appending("index") }

    init() throws {
        scratch = try ScratchDirectory()
        place = try ScratchDirectory()
        try scratch.write("usr/bin/ceph-mds", "program")
        try scratch.write("usr/lib/librados.so.2.0.0", [0x7f, 0x45, 0x4c, 0x46, 1])
        try scratch.write("usr/share/man/man8/ceph.8", "manual")
        try scratch.write("usr/include/x.h", "header")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path.appending("usr/lib/librados.so.2").string,
            withDestinationPath: "librados.so.2.0.0"
        )
        chmod(scratch.path.appending("usr/bin/ceph-mds").string, 0o4710)
        chmod(scratch.path.appending("usr/lib/librados.so.2.0.0").string, 0o660)
    }

    @Test func `folders and what must not ship are left out, sorted`() async throws {
        let paths = try await Stager(keepsHeaders: false).stage(scratch.path, indexFile: index).files.map(
            \.entry.path.string
        )
        #expect(paths == ["usr/bin/ceph-mds", "usr/lib/librados.so.2", "usr/lib/librados.so.2.0.0"])
    }

    @Test func `headers ship when wanted`() async throws {
        let paths = try await Stager(keepsHeaders: true).stage(scratch.path, indexFile: index).files.map(
            \.entry.path.string
        )
        #expect(paths.contains("usr/include/x.h"))
    }

    @Test func `modes are 0755 or 0644 beside set-id bits, and links 0777`() async throws {
        let files = try await Stager(keepsHeaders: false).stage(scratch.path, indexFile: index).files
        #expect(files.map(\.entry.mode) == [0o4755, 0o777, 0o644])
    }

    @Test func `everything is root's`() async throws {
        chown(scratch.path.appending("usr/bin/ceph-mds").string, 1000, 1000)  // only root can; the claim holds anyway
        let files = try await Stager(keepsHeaders: false).stage(scratch.path, indexFile: index).files
        #expect(files.allSatisfy { $0.entry.owner == 0 && $0.entry.group == 0 })
    }

    @Test func `files are hashed and sorted into components`() async throws {
        let tree = try await Stager(keepsHeaders: false).stage(scratch.path, indexFile: index)
        #expect(tree.files.map(\.component) == [.mds, .common, .common])
        #expect(tree.files[0].entry.kind == .file(size: 7, digest: .of("program".utf8), isELF: false))
        #expect(tree.files[2].content == scratch.path.appending("usr/lib/librados.so.2.0.0"))
    }

    @Test func `names of one file are told`() async throws {
        link(scratch.path.appending("usr/bin/ceph-mds").string, scratch.path.appending("usr/bin/ceph-mon").string)
        let files = try await Stager(keepsHeaders: false).stage(scratch.path, indexFile: index).files
        #expect(files.filter { $0.inode != nil }.map(\.entry.path.name) == ["ceph-mds", "ceph-mon"])
        #expect(Set(files.compactMap(\.inode)).count == 1)
    }

    @Test(arguments: ["", "damaged"]) func `an index that is no index does no harm`(text: String) async throws {
        try place.write("index", text)
        #expect(try await Stager(keepsHeaders: false).stage(scratch.path, indexFile: index).files.count == 3)
    }

    @Test func `an install tree that is not there is an error`() async {
        await #expect(throws: ScanError.self) {
            try await Stager(keepsHeaders: false).stage("/nonexistent", indexFile: index)
        }
    }
}
