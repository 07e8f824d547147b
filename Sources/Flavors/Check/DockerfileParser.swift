// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// Reads a Dockerfile as BuildKit does (docs.docker.com/reference/dockerfile), as far as to see that it would be accepted.
struct DockerfileParser {
    struct Problem: Equatable {
        /// Counted from 0.
        let line: Int
        let message: String
    }

    private static let keywords: Set = [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
        "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ]
    private static let notOnBuild: Set = ["ONBUILD", "FROM", "MAINTAINER"]

    private let lines: [String]
    private let escape: Character
    private var position = 0
    private var hasStage = false
    private var problems: [Problem] = []

    static func problems(in lines: [String]) -> [Problem] {
        var parser = DockerfileParser(lines)
        while let (start, text) = parser.nextInstruction() { parser.judge(text, at: start) }
        if !parser.hasStage { parser.problems.append(Problem(line: 0, message: "there is no FROM")) }
        return parser.problems
    }

    private init(_ lines: [String]) {
        self.lines = lines.map { $0.hasSuffix("\r") ? String($0.dropLast()) : $0 }
        let directives = self.lines.prefix { $0.contains(/^#\s*[A-Za-z]+\s*=/) }
        escape = directives.contains { $0.contains(/^#\s*(?i:escape)\s*=\s*`\s*$/) } ? "`" : "\\"
    }

    /// The next instruction with its continuation lines joined, and the line that it begins in.
    private mutating func nextInstruction() -> (start: Int, text: String)? {
        var text = ""
        var start: Int?
        while position < lines.count {
            let line = lines[position]
            position += 1
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if trimmed.hasPrefix("#") || trimmed.isEmpty { continue }
            start = start ?? position - 1
            guard let continued = continued(line) else { return (start ?? 0, text + line) }
            text += continued
        }
        return start.map { ($0, text) }
    }

    /// The line without the mark at its end that the next one belongs to it.
    private func continued(_ line: String) -> Substring? {
        let end = line.lastIndex { $0 != " " && $0 != "\t" }
        guard let end, line[end] == escape else { return nil }
        return line[..<end]
    }

    private mutating func judge(_ text: String, at line: Int) {
        let words = text.split(maxSplits: 1) { $0 == " " || $0 == "\t" }.map(String.init)
        guard let keyword = words.first?.uppercased() else { return }
        let rest = words.count > 1 ? words[1].trimmingWhitespace : ""
        if let message = problem(keyword, rest) { problems.append(Problem(line: line, message: message)) }
        if keyword == "FROM" { hasStage = true }
        if ["RUN", "COPY", "ADD"].contains(keyword) { skipHeredocs(in: rest, at: line) }
    }

    private func problem(_ keyword: String, _ rest: String) -> String? {
        guard Self.keywords.contains(keyword) else { return "there is no instruction \(keyword)" }
        guard hasStage || keyword == "FROM" || keyword == "ARG" else {
            return "\(keyword) stands before the first FROM"
        }
        guard !rest.isEmpty else { return "\(keyword) says nothing" }
        switch keyword {
        case "FROM": return Self.from(rest)
        case "ONBUILD": return onBuild(rest)
        case "COPY", "ADD": return Self.copy(keyword, rest)
        case "SHELL" where !rest.hasPrefix("["): return "SHELL wants a JSON array of strings"
        case "SHELL", "CMD", "ENTRYPOINT", "VOLUME": return Self.array(keyword, rest)
        // A shell's own [ stands apart from what it tests.
        case "RUN" where rest.hasPrefix("[\"") || rest.hasPrefix("['"): return Self.array(keyword, rest)
        case "HEALTHCHECK": return Self.healthCheck(rest)
        case "ENV", "LABEL": return Self.pairs(keyword, rest)
        default: return nil
        }
    }

    private static func from(_ rest: String) -> String? {
        let words = rest.split(whereSeparator: \.isWhitespace).drop { $0.hasPrefix("--") }
        let hasName = words.count == 3 && words.dropFirst().first?.uppercased() == "AS"
        return words.count == 1 || hasName ? nil : "FROM wants IMAGE or IMAGE AS NAME"
    }

    private func onBuild(_ rest: String) -> String? {
        let words = rest.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let keyword = words[0].uppercased()
        guard !Self.notOnBuild.contains(keyword) else { return "ONBUILD \(keyword) is not allowed" }
        return problem(keyword, words.count > 1 ? String(words[1]) : "")
    }

    private static func copy(_ keyword: String, _ rest: String) -> String? {
        let words = rest.split(whereSeparator: \.isWhitespace).drop { $0.hasPrefix("--") }
        if let first = words.first, first.hasPrefix("[\"") { return array(keyword, words.joined(separator: " ")) }
        return words.count >= 2 ? nil : "\(keyword) wants a source and a destination"
    }

    private static func healthCheck(_ rest: String) -> String? {
        let word = rest.split(whereSeparator: \.isWhitespace).first { !$0.hasPrefix("--") }?.uppercased()
        return word == "NONE" || word == "CMD" ? nil : "HEALTHCHECK wants NONE or CMD"
    }

    /// `NAME=VALUE …`, or the old form with one name before a blank.
    private static func pairs(_ keyword: String, _ rest: String) -> String? {
        let words = rest.split(whereSeparator: \.isWhitespace)
        return words.first?.contains("=") == true || words.count > 1 ? nil : "\(keyword) wants NAME=VALUE"
    }

    private static func array(_ keyword: String, _ rest: String) -> String? {
        guard rest.hasPrefix("[") else { return nil }
        do {
            _ = try JSONDecoder().decode([String].self, from: Data(rest.utf8))
            return nil
        } catch {
            return "\(keyword) begins like a JSON array of strings, and is none"
        }
    }

    private mutating func skipHeredocs(in rest: String, at line: Int) {
        for match in rest.matches(of: /(?:^|\s)[0-9]*<<(-?)(["']?)([A-Za-z_][A-Za-z0-9_.]*)\2(?=\s|$)/) {
            let end = lines[position...].firstIndex { text in
                (match.1.isEmpty ? text[...] : text.drop { $0 == "\t" }) == match.3
            }
            guard let end else {
                problems.append(Problem(line: line, message: "the here-document \(match.3) has no end"))
                position = lines.count
                return
            }
            position = end + 1
        }
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        guard let end = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[...end].drop(while: \.isWhitespace))
    }
}
