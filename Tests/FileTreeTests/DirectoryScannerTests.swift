// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import FileTree

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
        let entries = try DirectoryScanner.scan(root).entries
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
        #expect(try DirectoryScanner.scan(scratch.path).entries.map(\.path.string) == ["d", "d/f", "link"])
    }

    @Test(arguments: [0, 1, 3, 4, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
    func `a file of any length has the digest of its bytes`(byteCount: Int) throws {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
        try scratch.write("f", bytes)
        let kind = try DirectoryScanner.scan(scratch.path).entries.first?.kind
        #expect(kind == .file(size: Int64(byteCount), digest: .of(bytes), isELF: false))
    }

    @Test func `a file that stat says is the same is not read again`() throws {
        try scratch.write("old", "content")
        let path = scratch.path.appending("old").string
        let first = try DirectoryScanner.scan(scratch.path, known: aged())
        // The content is made up: only the index can have told it.
        #expect(first.entries.map(\.kind) == [.file(size: 7, digest: .of("made up".utf8), isELF: true)])
        chmod(path, 0o600)
        let second = try DirectoryScanner.scan(scratch.path, known: aged(before: path))
        #expect(second.entries.map(\.kind) == [.file(size: 7, digest: .of("content".utf8), isELF: false)])
    }

    @Test func `a new mode makes a file a new one, unless times are trusted`() throws {
        try scratch.write("old", "content")
        let path = scratch.path.appending("old").string
        for (trusts, digest) in [(true, Digest.of("made up".utf8)), (false, .of("content".utf8))] {
            let index = try aged(trustsTimes: trusts)
            chmod(path, trusts ? 0o600 : 0o644)
            let scanned = try DirectoryScanner.scan(scratch.path, known: index, trustsTimes: trusts)
            #expect(scanned.entries.map(\.kind) == [.file(size: 7, digest: digest, isELF: trusts)])
        }
    }

    @Test func `a file as young as the scan is read the next time too`() throws {
        try scratch.write("young", "content")
        let scanned = try DirectoryScanner.scan(scratch.path)
        #expect(scanned.index == ScanIndex())
    }

    @Test func `an index comes back from its bytes, and damaged ones are refused`() throws {
        try scratch.write("old", "content")
        let index = try aged()
        #expect(try index.encoded.withUnsafeBytes { try ScanIndex(decoding: $0) } == index)
        for count in 0..<index.encoded.count {
            let bytes = Array(index.encoded.prefix(count))
            #expect(throws: TreeEncodingError.self) { try bytes.withUnsafeBytes { try ScanIndex(decoding: $0) } }
        }
    }

    @Test func `names of one file share its inode`() throws {
        try scratch.write("a", "1")
        link(scratch.path.appending("a").string, scratch.path.appending("b").string)
        try scratch.write("c", "1")
        let shared = try DirectoryScanner.scan(scratch.path).sharedInodes
        #expect(Set(shared.keys.map(\.string)) == ["a", "b"])
        #expect(Set(shared.values).count == 1)
    }

    @Test(.tags(.medium)) func `capabilities are read, labels of the host are not`() async throws {
        try scratch.write("f", "x")
        try await scratch.run("setcap", "cap_net_raw+ep", "f")
        try await scratch.run("setfattr", "-n", "security.other", "-v", "host", "f")
        let entries = try DirectoryScanner.scan(scratch.path).entries
        #expect(entries.map(\.attributes.keys.first) == ["security.capability"])
        #expect(entries[0].attributes["security.capability"]?.count == 20)
    }

    /// An index that knows something else of the file `old` than its content; `path` changes afterwards when given.
    private func aged(before path: String? = nil, trustsTimes: Bool = false) throws -> ScanIndex {
        var index = ScanIndex()
        var status = stat()
        lstat(scratch.path.appending("old").string, &status)
        let stamp = FileStamp(status, withChangeTime: !trustsTimes)
        if let path { chmod(path, 0o644) }
        let kind = FileEntry.Kind.file(size: 7, digest: .of("made up".utf8), isELF: true)
        index.add(
            try TreePath(parsing: "old"),
            stamp,
            kind,
            scannedAt: max(stamp.changed, stamp.modified) + 3_000_000_000
        )
        return index
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
