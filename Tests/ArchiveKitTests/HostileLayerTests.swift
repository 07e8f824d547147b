// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import FileTree
import SystemPackage
import TestSupport
import Testing

/// Archives that no honest program writes; Python writes them.
struct HostileLayerTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func contents(ofPython body: String) async throws -> LayerContents {
        try await scratch.run(
            "python3",
            "-c",
            """
            import tarfile, io
            t = tarfile.open('a.tar', 'w', format=tarfile.PAX_FORMAT)
            def add(name, type=tarfile.REGTYPE, link='', data=b'', **more):
                m = tarfile.TarInfo(name); m.type = type; m.linkname = link; m.size = len(data)
                for key, value in more.items(): setattr(m, key, value)
                t.addfile(m, io.BytesIO(data))
            \(body)
            t.close()
            """
        )
        return try scratch.reading("a.tar") { try LayerReader.read($0) }
    }

    @Test(arguments: [
        "add('../x')", "add('a/../../x')", "add('/../x')", "add('a/..', tarfile.DIRTYPE)", "add('a/.wh...')",
        "add('a/.wh..')", "add('.wh.')", "add('b'); add('a', tarfile.LNKTYPE, '../b')",
        "add('/'.join(['d' * 200] * 30))",
    ])
    func `names that leave the root or name nothing are refused`(body: String) async {
        await #expect {
            _ = try await contents(ofPython: body)
        } throws: { error in
            if case .unusableName = error as? ArchiveError { true } else { false }
        }
    }

    @Test func `absolute names are taken from the root`() async throws {
        let contents = try await contents(ofPython: "add('/etc/f'); add('/h', tarfile.LNKTYPE, '/etc/f')")
        #expect(contents.entries.map(\.path.string) == ["etc/f", "h"])
    }

    @Test func `a hard link to what the archive does not hold is refused`() async throws {
        let link = try TreePath(parsing: "a")
        await #expect(throws: ArchiveError.hardLinkTargetMissing(link: link, target: "etc/shadow")) {
            try await contents(ofPython: "add('a', tarfile.LNKTYPE, 'etc/shadow')")
        }
    }

    @Test func `a link out of the root is kept as text`() async throws {
        let contents = try await contents(ofPython: "add('a', tarfile.SYMTYPE, '../../etc/shadow'); add('a/b')")
        #expect(contents.entries.map(\.kind).first == .symlink(target: "../../etc/shadow"))
        #expect(contents.entries.map(\.path.string) == ["a", "a/b"])
    }

    @Test func `devices and pipes are special`() async throws {
        let contents = try await contents(
            ofPython: "add('c', tarfile.CHRTYPE); add('b', tarfile.BLKTYPE); add('p', tarfile.FIFOTYPE)"
        )
        #expect(contents.entries.map(\.kind) == [.special, .special, .special])
    }

    @Test func `a name that is not UTF-8 is refused`() async throws {
        await #expect(throws: ArchiveError.nameNotUTF8("f\u{fffd}")) {
            try await contents(ofPython: "t.format = tarfile.GNU_FORMAT; t.encoding = 'latin-1'; add('f\\xff')")
        }
    }

    @Test(arguments: ["tar", "tar.gz", "tar.zst"])
    func `an archive cut short anywhere in a member is refused`(suffix: String) async throws {
        _ = try await contents(ofPython: "import random; add('f', data=random.Random(1).randbytes(200000))")
        try await scratch.run("sh", "-ec", "gzip -k a.tar; zstd -q a.tar")
        for size in [100, 700, 5000, 150_000] {
            try await scratch.run("sh", "-ec", "head -c \(size) a.\(suffix) > cut")
            #expect(throws: ArchiveError.self, "\(size) bytes") {
                try scratch.reading("cut") { try LayerReader.read($0) }
            }
        }
    }

    @Test func `a hole of a terabyte is refused at once`() async {
        await #expect(throws: ArchiveError.holeTooLarge(member: "f", byteCount: 1 << 40)) {
            try await contents(
                ofPython: """
                    add('f', pax_headers={'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'f', \
                    'GNU.sparse.realsize': str(1 << 40)}, data=b'1\\n' + str(1 << 40).encode() + b'\\n0\\n' + bytes(494))
                    """
            )
        }
    }

    @Test(arguments: [[], Array("no archive".utf8), [UInt8](repeating: 0x41, count: 4096), [0x1f, 0x8b, 8, 0]])
    func `bytes that are no archive are refused`(bytes: [UInt8]) throws {
        try scratch.write("a.tar", bytes)
        #expect(throws: ArchiveError.self) { try scratch.reading("a.tar") { try LayerReader.read($0) } }
    }
}
