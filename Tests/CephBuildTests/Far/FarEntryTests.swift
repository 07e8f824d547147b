// SPDX-License-Identifier: Apache-2.0

import EngineKit
import FileTree
import Testing

@testable import CephBuild

struct FarEntryTests {
    private func parse(_ text: String) throws -> [FarEntry] { try FarEntry.parse(Array(text.utf8), engine: "docker") }

    @Test func `a listing is read and sorted`() throws {
        let entries = try parse(
            "f 4755 12 1764141600.1234567890 ./usr/a b\0\0d 755 0 1764141600.5 ./usr\0\0l 777 3 1.0 ./lib\0usr\0"
        )
        #expect(entries.map(\.path.string) == ["lib", "usr", "usr/a b"])
        #expect(entries[0].kind == .symlink(target: "usr"))
        #expect(entries[2].mode == 0o4755 && entries[2].byteCount == 12)
        #expect(entries[2].modified == 1_764_141_600_123_456_789 && entries[1].modified == 1_764_141_600_500_000_000)
    }

    @Test func `pipes and sockets are left out`() throws {
        #expect(try parse("p 644 0 1.0 ./pipe\0\0s 644 0 1.0 ./socket\0\0").isEmpty)
        #expect(try parse("").isEmpty)
    }

    @Test(arguments: [
        "f 644 1 1.0 ./a", "f 644 1 1.0 ./a\0", "f 644 1 ./a\0\0", "f 999 1 1.0 ./a\0\0", "f 644 -1 1.0 ./a\0\0",
        "f 644 1 x.0 ./a\0\0", "f 644 1 1.0 ./../a\0\0", "d 755 0 1.0 .\0\0", "f 644 1 -1.0 ./a\0\0",
    ])
    func `what is no listing, or leads out of its root, is refused`(text: String) {
        #expect(throws: EngineError.self) { try parse(text) }
    }

    @Test func `a file below a link, or below nothing, is refused`() {
        #expect(throws: EngineError.self) { try parse("l 777 4 1.0 ./lib\0/etc\0f 644 1 1.0 ./lib/passwd\0\0") }
        #expect(throws: EngineError.self) { try parse("f 644 1 1.0 ./lib/a\0\0") }
    }
}
