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
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// The words of `text`: blanks separate, single and double quotes and backslashes protect; nothing is expanded.
    package static func split(_ text: String) throws(SplitError) -> [String] {
        var words: [String] = []
        var word: String?
        var characters = text.makeIterator()
        while let character = characters.next() {
            switch character {
            case " ", "\t", "\n", "\r\n":
                if let finished = word { words.append(finished) }
                word = nil
            case "'":
                word = try (word ?? "") + quoted(by: "'", &characters)
            case "\"":
                word = try (word ?? "") + quoted(by: "\"", &characters)
            case "\\":
                guard let escaped = characters.next() else { throw .trailingBackslash }
                word = (word ?? "") + String(escaped)
            default:
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }

    private static func quoted(
        by quote: Character,
        _ characters: inout String.Iterator
    ) throws(SplitError) -> String {
        var content = ""
        while let character = characters.next() {
            if character == quote { return content }
            guard quote == "\"", character == "\\" else {
                content.append(character)
                continue
            }
            guard let escaped = characters.next() else { throw .trailingBackslash }
            if !"$`\"\\".contains(escaped) { content.append("\\") }
            content.append(escaped)
        }
        throw .unterminatedQuote(quote)
    }
}
