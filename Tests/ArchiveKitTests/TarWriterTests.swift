// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import FileTree
import TestSupport
import Testing

struct TarWriterTests {
    private static let component = String(repeating: "n", count: 60)

    /// Names on either side of every limit of ustar.
    static let names: [String] = [
        "usr/bin/rados", String(repeating: "a", count: 99), String(repeating: "a", count: 100),
        String(repeating: "a", count: 101), "d/\(String(repeating: "b", count: 100))",
        "\(String(repeating: "p", count: 155))/\(String(repeating: "b", count: 100))",
        "\(String(repeating: "p", count: 156))/\(String(repeating: "b", count: 100))",
        "d/\(String(repeating: "b", count: 101))", String(repeating: "c", count: 255),
        Array(repeating: component, count: 20).joined(separator: "/"), "büro/ő", "name with space", "new\tline",
    ]

    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test(arguments: names)
    func `python reads back every name, mode, time and byte`(name: String) async throws {
        let path = try TreePath(parsing: name)
        try scratch.write(
            "a.tar",
            archive { writer in
                try writer.add(FileEntry(path: path, kind: .directory, mode: 0o1755), modified: 1_700_000_000)
                try writer.add(FileEntry(path: path, kind: .symlink(target: name), mode: 0o777), modified: 0)
                try writer.addFile(name, [1, 2, 3])
            }
        )
        let lines = try await scratch.run(
            "python3",
            "-c",
            """
            import tarfile
            for m in tarfile.open('a.tar'):
                print(m.name == \(Self.python(name)), m.linkname == \(Self.python(name)), oct(m.mode), m.mtime, m.size,
                      m.uid, m.gid, m.uname, m.gname, m.type)
            """
        )
        #expect(
            lines == [
                "True False 0o1755 1700000000 0 0 0   b'5'", "True True 0o777 0 0 0 0   b'2'",
                "True False 0o644 1 3 0 0   b'0'",
            ]
        )
    }

    @Test(arguments: ["tar", "bsdtar"])
    func `GNU tar and bsdtar list every name`(program: String) async throws {
        let names = Self.names.filter { !$0.contains("\t") }
        try scratch.write(
            "a.tar",
            archive { writer in
                for name in names { try writer.addFile(name, [7]) }
                try writer.add(FileEntry(path: .root, kind: .directory, mode: 0o755), modified: 1)
            }
        )
        #expect(try await scratch.run(program, "-tf", "a.tar") == names + ["./"])
    }

    @Test func `directories end with a slash even where the name is split`() async throws {
        let name = "\(String(repeating: "p", count: 120))/\(String(repeating: "b", count: 99))"
        try scratch.write("a.tar", archive { try $0.addFolder(name) })
        #expect(try await scratch.run("tar", "-tf", "a.tar") == [name + "/"])
        #expect(try await scratch.run("bsdtar", "-tf", "a.tar") == [name + "/"])
    }

    @Test func `files of every length keep the archive in step`() async throws {
        let bytes = try archive { writer in
            for size in 0...1025 { try writer.addFile("f\(size)", [UInt8](repeating: 1, count: size)) }
        }
        #expect(bytes.count % 512 == 0)
        try scratch.write("a.tar", bytes)
        let lines = try await scratch.run(
            "python3",
            "-c",
            """
            import tarfile
            t = tarfile.open('a.tar')
            print(all(m.name == f'f{i}' and t.extractfile(m).read() == b'\\1' * i for i, m in enumerate(t)), len(t.getnames()))
            """
        )
        #expect(lines == ["True 1026"])
    }

    @Test func `ustar says whatever it can`() throws {
        let bytes = try archive { try $0.addFile(String(repeating: "a", count: 100), [1]) }
        #expect(bytes.count == 512 + 512 + 1024)
    }

    @Test func `a size of 8 GiB stands in a pax record`() async throws {
        final class Bytes { var all: [UInt8] = [] }
        let bytes = Bytes()
        var writer = TarWriter { bytes.all.append(contentsOf: $0) }
        for size in [(8 << 30) - 1, 8 << 30] as [Int64] {
            bytes.all = []
            _ = #expect(throws: CancellationError.self) {
                try writer.addFile(TreePath(parsing: "big"), mode: 0o644, size: size, modified: 1) { _ in
                    throw CancellationError()
                }
            }
            try scratch.write("a.tar", bytes.all)
            let lines = try await scratch.run(
                "python3",
                "-c",
                "import tarfile; print(tarfile.open('a.tar', ignore_zeros=True).next().size)"
            )
            #expect(lines == ["\(size)"])
        }
    }

    @Test func `the same calls give the same bytes`() throws {
        func write() throws -> [UInt8] {
            try archive { writer in
                for name in Self.names { try writer.addFile(name, [1]) }
            }
        }
        #expect(try write() == write())
    }

    @Test(arguments: [0, 2, 4] as [Int64])
    func `a file of another size than announced is refused`(size: Int64) {
        #expect(throws: ArchiveError.self) {
            try archive { writer in
                try writer.addFile(TreePath(parsing: "f"), mode: 0o644, size: size, modified: 1) { write in
                    try [UInt8](repeating: 0, count: 3).withUnsafeBytes { try write($0) }
                }
            }
        }
    }

    @Test(arguments: [-1, Int64.min, 1 << 33, Int64.max])
    func `times that ustar cannot say are refused`(modified: Int64) throws {
        let path = try TreePath(parsing: "d")
        #expect(throws: ArchiveError.numberOutOfRange(path: path, number: modified)) {
            try archive { try $0.add(FileEntry(path: path, kind: .directory, mode: 0o755), modified: modified) }
        }
    }

    /// `text` as a Python literal.
    private static func python(_ text: String) -> String {
        "bytes([\(text.utf8.map(String.init).joined(separator: ","))]).decode()"
    }
}
