// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import Testing

struct LineSplitterTests {
    private static let examples: [(text: String, lines: [String])] = [
        ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb\n", ["a", "b"]), ("a\nb", ["a", "b"]), ("\n", [""]),
        ("\n\na", ["", "", "a"]), ("a\n\nb\n", ["a", "", "b"]), ("a\r\nb\r\n", ["a", "b"]), ("\r\n\r\n", ["", ""]),
        ("10%\r20%\rdone\n", ["10%", "20%", "done"]), ("a\r\r\nb", ["a", "b"]), ("a\rb\r", ["a", "b"]),
        ("a\r\n\r\nb\n", ["a", "", "b"]), ("a\r\n\nb\n", ["a", "", "b"]), ("zürich\nőr", ["zürich", "őr"]),
    ]

    @Test(arguments: examples)
    func `a text is cut at its line ends`(text: String, lines: [String]) {
        #expect(Self.lines(of: [Array(text.utf8)]) == lines)
    }

    @Test(arguments: examples)
    func `where the pieces of a stream end makes no difference`(text: String, lines: [String]) {
        let bytes = Array(text.utf8)
        for length in 1...max(1, bytes.count) {
            let pieces = stride(from: 0, to: bytes.count, by: length).map {
                Array(bytes[$0..<min($0 + length, bytes.count)])
            }
            #expect(Self.lines(of: pieces) == lines, "in pieces of \(length)")
        }
    }

    @Test func `a progress meter is shown while it runs`() {
        var splitter = LineSplitter()
        var lines: [String] = []
        Array("10%\r20%\r3".utf8).withUnsafeBytes { splitter.feed($0) { lines.append($0) } }
        #expect(lines == ["10%", "20%"])
    }

    @Test func `bytes that are not UTF-8 do not end a line`() {
        #expect(Self.lines(of: [[0x61, 0xff, 0x62, 10]]) == ["a\u{fffd}b"])
    }

    @Test func `a long line comes whole`() {
        let piece = [UInt8](repeating: 0x78, count: 4096)
        #expect(Self.lines(of: Array(repeating: piece, count: 64) + [[10]]).map(\.utf8.count) == [64 * 4096])
    }

    private static func lines(of pieces: [[UInt8]]) -> [String] {
        var splitter = LineSplitter()
        var lines: [String] = []
        for piece in pieces { piece.withUnsafeBytes { splitter.feed($0) { lines.append($0) } } }
        splitter.finish { lines.append($0) }
        return lines
    }
}
