// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import FileTree
import SystemPackage
import TestSupport
import Testing

/// Image archives that no engine writes.
struct HostileImageTests {
    private let scratch: ScratchDirectory
    private let layer: [UInt8]

    init() throws {
        scratch = try ScratchDirectory()
        layer = try archive { try $0.addFile("etc/f", Array("f".utf8)) }
    }

    private var configuration: String { #"{"rootfs":{"type":"layers","diff_ids":["\#(Digest.of(layer))"]}}"# }
    private let manifest = #"[{"Config":"c.json","Layers":["l.tar"]}]"#

    private func read(_ members: [(String, [UInt8])], limits: ArchiveLimits = ArchiveLimits()) throws -> ImageArchive {
        try scratch.write("i.tar", archive { for (name, bytes) in members { try $0.addFile(name, bytes) } })
        return try scratch.reading("i.tar") { try ImageArchive.read($0, limits: limits) }
    }

    private func members(_ more: (String, [UInt8])...) -> [(String, [UInt8])] {
        [("l.tar", layer), ("c.json", Array(configuration.utf8)), ("manifest.json", Array(manifest.utf8))] + more
    }

    @Test func `the archive that the others are made from is read`() throws {
        #expect(try read(members()).layers.count == 1)
    }

    @Test(arguments: ["manifest.json", "c.json", "l.tar"])
    func `a member that is there twice is refused`(name: String) throws {
        #expect(throws: ArchiveError.memberTwice(name)) { try read(members((name, Array("{}".utf8)))) }
    }

    @Test func `a document of many megabytes is refused by its name`() throws {
        let text = Array((configuration.dropLast() + #","x":"\#(String(repeating: "x", count: 9 << 20))"}"#).utf8)
        #expect(throws: ArchiveError.documentTooLong(member: "c.json", byteCount: Int64(text.count))) {
            try read([("l.tar", layer), ("c.json", text), ("manifest.json", Array(manifest.utf8))])
        }
    }

    @Test func `documents that are many megabytes together are refused`() throws {
        let filler = [UInt8](repeating: 0x20, count: 7 << 20)
        #expect(throws: ArchiveError.tooManyBytes(64 << 20)) {
            try read((0..<10).map { ("filler\($0)", filler) })
        }
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `a document that nests without end is refused`(opening: String) throws {
        let text = String(repeating: opening, count: 1_000_000)
        let error = #expect(throws: ArchiveError.self) {
            try read([("manifest.json", Array(text.utf8))])
        }
        guard case .malformedJSON(member: "manifest.json", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["sha256:", "sha256:zz", "md5:00", "../../etc/passwd"])
    func `a configuration whose digests are none is refused`(digest: String) throws {
        let text = #"{"rootfs":{"type":"layers","diff_ids":["\#(digest)"]}}"#
        #expect(throws: ArchiveError.self) {
            try read([("l.tar", layer), ("c.json", Array(text.utf8)), ("manifest.json", Array(manifest.utf8))])
        }
    }

    @Test func `links of the archive that lead in a circle are no layer`() throws {
        try scratch.write(
            "i.tar",
            archive { writer in
                try writer.addSymlink("l.tar", "m.tar")
                try writer.addSymlink("m.tar", "l.tar")
                try writer.addFile("c.json", Array(configuration.utf8))
                try writer.addFile("manifest.json", Array(manifest.utf8))
            }
        )
        #expect(throws: ArchiveError.memberMissing("l.tar")) {
            try scratch.reading("i.tar") { try ImageArchive.read($0) }
        }
    }

    @Test(.tags(.medium)) func `a compressed archive that expands too far is refused, also where it is passed over`()
        async throws
    {
        try await scratch.run("sh", "-ec", "truncate -s 64M blob; tar -c blob | zstd -q > i.tar.zst")
        var limits = ArchiveLimits()
        limits.expandedByteCount = 8 << 20
        #expect {
            try scratch.reading("i.tar.zst") { try ImageArchive.read($0, limits: limits) }
        } throws: { error in
            if case .expandsTooFar? = error as? ArchiveError { true } else { false }
        }
    }

    @Test func `a hostile layer is refused within an image too`() throws {
        var limits = ArchiveLimits()
        limits.memberCount = 3
        let crowd = try archive { writer in for name in ["a", "b", "c", "d"] { try writer.addFolder(name) } }
        #expect(throws: ArchiveError.tooManyMembers(3)) { try read([("l.tar", crowd)], limits: limits) }
    }
}
