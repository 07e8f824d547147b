// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

struct DirectoryScannerTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func `files, directories, links and pipes are found and sorted`() throws {
        let root = scratch.path
        mkdir(root.appending("b").string, 0o750)
        chmod(root.appending("b").string, 0o1750)
        try scratch.write("b/elf", [0x7f, 0x45, 0x4c, 0x46, 2])
        try scratch.write("b-file", [1, 2, 3])
        symlink("/b/nowhere", root.appending("a").string)
        mkfifo(root.appending("pipe").string, 0o600)
        let entries = try DirectoryScanner.scan(root)
        #expect(entries.map(\.path.string) == ["a", "b", "b/elf", "b-file", "pipe"])
        #expect(entries[0].kind == .symlink(target: "/b/nowhere"))
        #expect(entries[1].kind == .directory && entries[1].mode == 0o1750)
        #expect(entries[2].kind == .file(size: 5, digest: .of([0x7f, 0x45, 0x4c, 0x46, 2]), isELF: true))
        #expect(entries[3].kind == .file(size: 3, digest: .of([1, 2, 3]), isELF: false))
        #expect(entries[4].kind == .special && entries[4].owner == getuid())
    }

    @Test func `a link to a directory is not entered`() throws {
        mkdir(scratch.path.appending("d").string, 0o755)
        try scratch.write("d/f", [])
        symlink("d", scratch.path.appending("link").string)
        #expect(try DirectoryScanner.scan(scratch.path).map(\.path.string) == ["d", "d/f", "link"])
    }

    @Test(arguments: [0, 1, 3, 4, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
    func `a file of any length has the digest of its bytes`(byteCount: Int) throws {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
        try scratch.write("f", bytes)
        let kind = try DirectoryScanner.scan(scratch.path).first?.kind
        #expect(kind == .file(size: Int64(byteCount), digest: .of(bytes), isELF: false))
    }

    @Test func `every entry is reported with its path on disk`() throws {
        try scratch.write("f", [1])
        var reported: [FilePath] = []
        _ = try DirectoryScanner.scan(scratch.path, found: { reported.append($1) })
        #expect(reported == [scratch.path.appending("f")])
    }

    @Test func `a name that is not UTF-8 is refused by name`() throws {
        let name: [CChar] = [0x66, -1, 0]
        let path = scratch.path.pushing(FilePath(platformString: name))
        close(open(path.string, O_CREAT | O_WRONLY, 0o600))
        path.withPlatformString { _ = mkdir($0, 0o700) }
        #expect(throws: ScanError.unusableName(path)) { try DirectoryScanner.scan(scratch.path) }
    }

    @Test func `a root that is not there is named`() {
        let root = scratch.path.appending("none")
        #expect(throws: ScanError.unreadable(root, .noSuchFileOrDirectory)) { try DirectoryScanner.scan(root) }
    }

    @Test func `what the check throws ends the scan`() throws {
        try scratch.write("f", [1])
        #expect(throws: CancellationError.self) {
            try DirectoryScanner.scan(scratch.path, check: { throw CancellationError() })
        }
    }
}
