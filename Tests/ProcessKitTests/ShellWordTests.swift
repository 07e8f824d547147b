// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

struct ShellWordTests {
    private static let words = [
        "", "a", "-DWITH_TESTS=OFF", "a b", " ", "\t", "a\nb", "a\r\nb", "'", "''", "it's", "\"", "\\", "\\'", "$HOME",
        "`id`", "$(id)", "*", "?", "~", "#", "!", ";", "&", "|", "<>", "{a,b}", "(x)", "\u{1}", "büro", "'\u{301}; id",
        " \u{301}", "\\\u{301}", "\u{301}",
    ]

    private static let lines = [
        "", "   ", "a", " a  b\tc ", "'a b' c", "\"a b\" c", "a\\ b", "''", "\"\" x", "a''b", "a'b'\"c\"d",
        "'\"' \"'\"",
        "-DA=\"x y\" -DB='z'", "\"\\\"\\\\\\$\\`\"", "\"\\a\\'\"", "'\\'", "\\a\\\\\\'", "-DA=1 \\\n  -DB=2", "a\\\nb",
        "\"a\\\nb\"", "'a\\\nb'", "'e'\u{301}", "\"e\"\u{301} f", "e \u{301}f", "e\\\u{301}", "\"\\\"\u{301}\"", "a\rb",
    ]

    @Test(arguments: words)
    func `a quoted word splits into itself`(word: String) throws {
        #expect(try ShellWord.split(ShellWord.quote(word)) == [word])
    }

    @Test(arguments: ["a", "-DX=1", "/usr/bin/ld", "a@b%c+d,e.f:g-h_i"])
    func `a word that a shell leaves alone is not quoted`(word: String) {
        #expect(ShellWord.quote(word) == word)
    }

    @Test(.tags(.medium), arguments: words)
    func `a shell reads a quoted word as it was`(word: String) async throws {
        #expect(try await Self.shellWords(of: ShellWord.quote(word)) == [word])
    }

    @Test(.tags(.medium), arguments: lines)
    func `a line splits as a shell splits it`(line: String) async throws {
        #expect(try await ShellWord.split(line) == Self.shellWords(of: line))
    }

    @Test(arguments: ["a\nb", "a\r\nb", "\na\n\nb\r\n"])
    func `a line end separates words`(text: String) throws {
        #expect(try ShellWord.split(text) == ["a", "b"])
    }

    @Test(arguments: ["$HOME", "*", "~", "a;b", "`id`", "a&b", "#x"])
    func `nothing is expanded`(text: String) throws {
        #expect(try ShellWord.split(text) == [text])
    }

    @Test(arguments: [
        ("'a", ShellWord.SplitError.unterminatedQuote("'")), ("a'b' 'c d", .unterminatedQuote("'")),
        ("'a\\'b'", .unterminatedQuote("'")), ("\"a", .unterminatedQuote("\"")), ("\"a\\\"", .unterminatedQuote("\"")),
        ("\"it's", .unterminatedQuote("\"")), ("a\\", .trailingBackslash), ("\"a\\", .trailingBackslash),
        ("\\", .trailingBackslash),
    ])
    func `a line that does not end is refused`(text: String, error: ShellWord.SplitError) {
        #expect(throws: error) { try ShellWord.split(text) }
    }

    /// The words that `sh` makes of `line`.
    private static func shellWords(of line: String) async throws -> [String] {
        let scratch = try ScratchDirectory()
        let file = scratch.path.appending("words")
        let output = try FileDescriptor.open(file, .writeOnly, options: .create, permissions: .ownerReadWrite)
        defer { try? output.close() }  // what was written is read by name
        let script = "for word in \(line)\ndo printf '%s\\0' \"$word\"; done"
        _ = try await ProcessRunner.run(Command("sh", ["-c", script]), output: output).requireSuccess()
        return try scratch.read("words").utf8.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
