// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import Testing

struct LayerContentsEncodingTests {
    private func contents() throws -> LayerContents {
        let special = try FileEntry(path: TreePath(parsing: "null"), kind: .special, mode: 0o666, owner: 1, group: 2)
        let capable = try FileEntry(
            path: TreePath(parsing: "a/ping"),
            kind: .file(size: 5 << 30, digest: .of("x".utf8), isELF: true),
            mode: 0o4755,
            attributes: ["security.capability": [1, 0, 255], "user.note": []]
        )
        return try LayerContents(
            entries: [Tree.d("a", mode: 0o1777), Tree.f("a/f", "text"), Tree.l("a/l", "/x/é"), special, capable],
            whiteouts: Tree.paths(["gone", "a/gone"]),
            opaqueDirectories: Tree.paths(["a"])
        )
    }

    @Test func `a change set comes back from its bytes`() throws {
        let contents = try contents()
        #expect(try contents.encoded.withUnsafeBytes { try LayerContents(decoding: $0) } == contents)
    }

    @Test func `bytes that end early are refused`() throws {
        let encoded = try contents().encoded
        for count in 0..<encoded.count {
            let bytes = Array(encoded.prefix(count))
            #expect(throws: TreeEncodingError.damaged) {
                try bytes.withUnsafeBytes { try LayerContents(decoding: $0) }
            }
        }
    }

    @Test func `whatever byte is changed, nothing traps`() throws {
        let encoded = try contents().encoded
        for position in encoded.indices {
            var bytes = encoded
            bytes[position] ^= 0xff
            let decoded = try? bytes.withUnsafeBytes { try LayerContents(decoding: $0) }  // refused, or another set
            #expect(decoded != (try contents()))
        }
    }

    @Test func `the identity tells what differs in one bit of a mode`() throws {
        let one = try LayerContents(entries: [Tree.d("a", mode: 0o755)])
        let other = try LayerContents(entries: [Tree.d("a", mode: 0o754)])
        #expect(one.identity != other.identity)
        #expect(try one.identity == LayerContents(entries: [Tree.d("a", mode: 0o755)]).identity)
    }
}
