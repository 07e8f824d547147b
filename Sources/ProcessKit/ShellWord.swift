// SPDX-License-Identifier: Apache-2.0

/// Words as a POSIX shell splits and quotes them.
package enum ShellWord {
    /// A line that cannot be split.
    package enum SplitError: Error, Equatable, CustomStringConvertible {
        case unterminatedQuote(Character)
        case trailingBackslash

        package var description: String {
            switch self {
            case .unterminatedQuote(let quote): "a \(quote) is opened and never closed"
            case .trailingBackslash: "a backslash ends the text"
            }
        }
    }

    /// The word, quoted only where a shell would read it differently.
    package static func quote(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "@%+=:,./-_".utf8.contains(byte)
            }
        }
        guard !plain || word.isEmpty else { return word }
        // By scalars, as a shell reads: a quote that an accent follows is still a quote.
        let parts = word.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.map { String($0) }.joined(separator: "'\\''") + "'"
    }

    /// The words of `text`: blanks separate, single and double quotes and backslashes protect, a backslash before a line
    /// end joins the lines; nothing is expanded.
    package static func split(_ text: String) throws(SplitError) -> [String] {
        var words: [String] = []
        var word: String?
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            switch scalar {
            case " ", "\t", "\n":
                if let finished = word { words.append(finished) }
                word = nil
            case "\r" where endsLine(scalars): break
            case "'":
                word = try (word ?? "") + quoted(by: "'", &scalars)
            case "\"":
                word = try (word ?? "") + quoted(by: "\"", &scalars)
            case "\\":
                guard let escaped = scalars.next() else { throw .trailingBackslash }
                if escaped != "\n" { word = (word ?? "") + String(escaped) }
            default:
                word = (word ?? "") + String(scalar)
            }
        }
        if let word { words.append(word) }
        return words
    }

    /// Whether the next scalar is LF.
    private static func endsLine(_ scalars: String.UnicodeScalarView.Iterator) -> Bool {
        var ahead = scalars
        return ahead.next() == "\n"
    }

    private static func quoted(
        by quote: Unicode.Scalar,
        _ scalars: inout String.UnicodeScalarView.Iterator
    ) throws(SplitError) -> String {
        var content = ""
        while let scalar = scalars.next() {
            if scalar == quote { return content }
            guard quote == "\"", scalar == "\\" else {
                content.unicodeScalars.append(scalar)
                continue
            }
            guard let escaped = scalars.next() else { throw .trailingBackslash }
            if escaped == "\n" { continue }
            if !"$`\"\\".unicodeScalars.contains(escaped) { content.append("\\") }
            content.unicodeScalars.append(escaped)
        }
        throw .unterminatedQuote(Character(quote))
    }
}
