// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import FileTree
import SystemPackage
import TestSupport
import Testing

struct LayerReaderTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func index(_ name: String, tap: (any FileTap)? = nil) throws -> IndexedLayer {
        try scratch.reading(name) { try LayerReader.index($0, tap: tap) }
    }

    private func file(_ bytes: [UInt8], isELF: Bool = false) -> FileEntry.Kind {
        .file(size: Int64(bytes.count), digest: .of(bytes), isELF: isELF)
    }

    @Test(arguments: [
        ["tar", "--format=pax"], ["tar", "--format=gnu"], ["bsdtar", "--format=gnutar"], ["bsdtar", "--format=pax"],
        ["tar", "--format=gnu", "--gzip"], ["tar", "--format=pax", "--zstd"],
    ])
    func `what tar packs is what the scanner finds`(command: [String]) async throws {
        let long = String(repeating: "n", count: 120)
        try await scratch.run(
            "sh",
            "-ec",
            """
            mkdir -p tree/usr/bin tree/büro; printf '\\177ELFxyz' > tree/usr/bin/a; chmod 4755 tree/usr/bin/a
            ln tree/usr/bin/a tree/usr/bin/hard; ln -s ../a tree/usr/bin/soft; head -c 3000000 /dev/urandom > tree/büro/ő
            : > tree/empty; mkfifo tree/pipe; mkdir -m 1777 tree/tmp; : > tree/\(long); ln -s \(long) tree/link
            truncate -s 300000 tree/holes; printf x >> tree/holes
            \(command.joined(separator: " ")) -cf a.tar -C tree .
            """
        )
        let scanned = try DirectoryScanner.scan(scratch.path.appending("tree")).entries
        #expect(try index("a.tar").contents == LayerContents(entries: scanned))
    }

    @Test func `sparse files have the digest of their whole`() async throws {
        try await scratch.run(
            "sh",
            "-ec",
            """
            mkdir tree; truncate -s 3M tree/f; printf x | dd of=tree/f bs=1 seek=1000000 conv=notrunc 2>/dev/null
            tar --sparse --format=pax -cf a.tar -C tree .; test $(stat -c %s a.tar) -lt 1000000
            """
        )
        let scanned = try DirectoryScanner.scan(scratch.path.appending("tree")).entries
        #expect(try index("a.tar").contents.entries == scanned)
    }

    @Test func `the diffID is the digest of the uncompressed bytes to the last of the padding`() async throws {
        let bytes = try archive { try $0.addFile("f", [1]) } + [UInt8](repeating: 0, count: 3 << 20)
        try scratch.write("a.tar", bytes)
        try await scratch.run("sh", "-c", "gzip -k a.tar; zstd -q a.tar")
        for name in ["a.tar", "a.tar.gz", "a.tar.zst"] {
            let layer = try index(name)
            #expect(layer.diffID == Digest.of(bytes))
            #expect(layer.byteCount == Int64(bytes.count))
        }
    }

    @Test func `whiteouts are told from files`() throws {
        try scratch.write(
            "a.tar",
            archive { writer in
                try writer.addEmptyFile(TreePath(parsing: "etc/.wh.passwd"), modified: 1)
                try writer.addEmptyFile(TreePath(parsing: "usr/.wh..wh..opq"), modified: 1)
                try writer.addEmptyFile(TreePath(parsing: ".wh..wh.plnk"), modified: 1)
                try writer.addFile("etc/passwd", [1])
            }
        )
        let contents = try index("a.tar").contents
        #expect(contents.whiteouts.map(\.string) == ["etc/passwd"])
        #expect(contents.opaqueDirectories.map(\.string) == ["usr"])
        #expect(contents.entries.map(\.path.string) == ["etc/passwd"])
    }

    @Test func `of two members with one name the last counts`() throws {
        try scratch.write(
            "a.tar",
            archive { writer in
                try writer.addFile("f", [1])
                try writer.addFile("./f", [2])
            }
        )
        #expect(try index("a.tar").contents.entries.map(\.kind) == [file([2])])
    }

    @Test func `a tap is given the bytes of the files that it wants`() throws {
        let long = [UInt8](repeating: 1, count: 3 << 20)
        try scratch.write(
            "a.tar",
            archive { writer in
                try writer.addFile("a", long)
                try writer.addFile("b", [2])
                try writer.addFile("c", [3, 3])
                try writer.addFile("empty", [])
            }
        )
        let tap = CollectingTap { $0.string != "b" }
        _ = try index("a.tar", tap: tap)
        #expect(tap.asked == ["a", "b", "c"])
        #expect(tap.files == [Digest.of(long): long, Digest.of([3, 3]): [3, 3]])
    }

    @Test func `an archive of nothing is a layer of nothing`() throws {
        try scratch.write("a.tar", archive { _ in })
        #expect(try index("a.tar").contents == LayerContents(entries: []))
    }

    @Test func `a pipe that gives little at a time is read whole`() async throws {
        try scratch.write("a.tar", archive { try $0.addFile("f", [UInt8](repeating: 9, count: 100_000)) })
        try await scratch.run("sh", "-c", "mkfifo pipe; dd if=a.tar of=pipe bs=77 2>/dev/null >/dev/null &")
        #expect(try index("pipe").contents.entries.map(\.kind) == [file([UInt8](repeating: 9, count: 100_000))])
    }

    @Test func `what the check throws ends the reading`() throws {
        try scratch.write("a.tar", archive { try $0.addFile("f", [1]) })
        #expect(throws: CancellationError.self) {
            try scratch.reading("a.tar") { try LayerReader.read($0, check: { throw CancellationError() }) }
        }
    }

    @Test(.tags(.medium)) func `a layer that umoci made is read`() async throws {
        try await scratch.run(
            "sh",
            "-ec",
            """
            exec >/dev/null; umoci init --layout l; umoci new --image l:a; umoci unpack --rootless --image l:a b
            mkdir b/rootfs/usr; printf abc > b/rootfs/usr/x; umoci repack --image l:a b
            for f in l/blobs/sha256/*; do if gzip -t $f; then cp $f layer; fi; done
            """
        )
        let contents = try index("layer").contents
        #expect(contents.entries.map(\.path.string) == ["usr", "usr/x"])
        #expect(contents.entries.last?.kind == file(Array("abc".utf8)))
    }

    /// Go's archive/tar leaves it out when nobody closes it.
    @Test(arguments: [512, 1024])
    func `an archive without its end is read`(missing: Int) throws {
        let bytes = try archive { try $0.addFile("x", Array("abc".utf8)) }
        try scratch.write("a.tar", Array(bytes.dropLast(missing)))
        #expect(try index("a.tar").contents.entries.map(\.kind) == [file(Array("abc".utf8))])
    }
}

private final class CollectingTap: FileTap {
    private let wants: (TreePath) -> Bool
    private var bytes: [UInt8] = []
    private(set) var asked: [String] = []
    private(set) var files: [Digest: [UInt8]] = [:]

    init(_ wants: @escaping (TreePath) -> Bool) {
        self.wants = wants
    }

    func begin(_ path: TreePath, start: UnsafeRawBufferPointer) -> Bool {
        asked.append(path.string)
        bytes = []
        return wants(path)
    }

    func take(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }

    func finish(_ digest: Digest) { files[digest] = bytes }
}
