// SPDX-License-Identifier: Apache-2.0

/// A line of skopeo's log: `time="…" level=debug msg="…"`.
struct LogLine: Equatable {
    let level: String
    let message: String

    /// The line's parts; nil when it is no line of a log.
    init?(_ line: String) {
        guard line.hasPrefix("time="), let level = line.firstRange(of: " level="),
            let message = line[level.upperBound...].firstRange(of: " msg=")
        else { return nil }
        self.level = String(line[level.upperBound..<message.lowerBound])
        self.message = Self.unquoted(line[message.upperBound...])
    }

    /// The message without what stands behind the `?` of a URL, where registries put signatures.
    var redacted: String {
        message.replacing(/\?[^\s"]+/, with: "?…")
    }

    /// Go's quoted form, as far as log messages use it.
    private static func unquoted(_ text: Substring) -> String {
        guard text.hasPrefix("\"") else { return String(text.prefix { $0 != " " }) }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst() {
            switch (isEscaped, character) {
            case (false, "\""): return result
            case (false, "\\"): isEscaped = true
            case (true, _):
                result.append(["n": "\n", "t": "\t", "r": "\r"][character] ?? character)
                isEscaped = false
            default: result.append(character)
            }
        }
        return result
    }
}
