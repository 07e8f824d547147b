// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import FileTree
import SystemPackage
import TestSupport
import Testing

/// Headers that lie, which not even Python's tarfile writes.
@Suite(.tags(.medium)) struct HostileHeaderTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private static let writer = """
        def header(name, size=b'00000000000\\0', type=b'0', sum=0):
            b = bytearray(512); b[0:len(name)] = name; b[124:136] = size; b[136:148] = b'00000000001\\0'
            b[100:124] = b'0000644\\0' + b'0000000\\0' * 2; b[156:157] = type; b[257:265] = b'ustar\\0' + b'00'
            b[148:156] = b' ' * 8; b[148:156] = b'%06o\\0 ' % (__builtins__.sum(b) + sum)
            return bytes(b)
        def octal(n): return b'%011o\\0' % n
        def padded(d): return d + bytes(-len(d) % 512)
        def pax(record): return header(b'x', octal(len(record)), b'x') + padded(record)

        """

    private func contents(of parts: String) async throws -> LayerContents {
        let script = Self.writer + "open('a.tar', 'wb').write(b''.join([\(parts)]) + bytes(1024))"
        try await scratch.run("python3", "-c", script)
        return try scratch.reading("a.tar") { try LayerReader.read($0) }
    }

    @Test(arguments: [
        ("a size that is negative", "header(b'f', b'\\xff' * 12)"),
        ("a size beyond 63 bits", "header(b'f', b'\\x80' + bytes(3) + b'\\x7f' + b'\\xff' * 7)"),
        ("a size beyond the archive", "header(b'f', octal(1 << 30)), bytes(512)"),
        ("a wrong checksum", "header(b'f', sum=1)"),
        ("a wrong checksum after a good member", "header(b'a'), header(b'f', sum=1), header(b'b')"),
        ("a pax record longer than its header", "pax(b'99 path=zz\\n'), header(b'f')"),
        ("a pax record shorter than its own length", "pax(b'3 path=zz\\n'), header(b'f')"),
        ("a pax header that holds no record", "pax(b'nonsense\\n'), header(b'f')"),
        ("a pax size beyond the archive", "pax(b'20 size=99999999999\\n'), header(b'f', octal(3)), padded(b'abc')"),
        ("a pax size that is negative", "pax(b'11 size=-5\\n'), header(b'f', octal(3)), padded(b'abc')"),
        ("a pax path that is not UTF-8", "pax(b'11 path=\\xff\\xfe\\n'), header(b'f')"),
        ("a pax header of 200 MB", "header(b'x', octal(200 << 20), b'x'), bytes(4096)"),
        ("a long name of 100 MB", "header(b'././@LongLink', octal(100 << 20), b'L'), bytes(4096)"),
        ("a pax path that leaves the root", "pax(b'13 path=../x\\n'), header(b'f')"),
    ])
    func `a header that lies is refused`(what: String, parts: String) async {
        await #expect(throws: ArchiveError.self, "\(what)") { try await contents(of: parts) }
    }

    @Test func `a NUL ends a name of a pax record`() async throws {
        let contents = try await contents(of: "pax(b'12 path=a\\0b\\n'), header(b'f')")
        #expect(contents.entries.map(\.path.string) == ["a"])
    }

    @Test func `a member of an unknown type is a file`() async throws {
        let contents = try await contents(of: "header(b'f', octal(3), b'Z'), padded(b'abc'), header(b'g')")
        #expect(contents.entries.map(\.path.string) == ["f", "g"])
    }

    @Test func `of two members of one name the last counts`() async throws {
        let contents = try await contents(
            of: "header(b'f', octal(3)), padded(b'abc'), header(b'f', octal(1)), padded(b'x')"
        )
        #expect(contents.entries.map(\.kind) == [.file(size: 1, digest: .of("x".utf8), isELF: false)])
    }

    @Test func `whiteouts of nothing remove nothing`() async throws {
        let contents = try await contents(of: "header(b'.wh.a'), header(b'b/.wh.c'), header(b'd/.wh..wh..opq')")
        #expect(FileTree().applying(contents).entries == [])
    }

    @Test func `attributes with any bytes are read as they are`() async throws {
        let contents = try await contents(of: "pax(b'28 SCHILY.xattr.user.a=1\\n\\0\\xff\\n'), header(b'f')")
        #expect(contents.entries.map(\.attributes) == [["user.a": [0x31, 0x0a, 0, 0xff]]])
    }
}
