// SPDX-License-Identifier: Apache-2.0

/// What the sources do not say.
enum WordRules {
    private static let forbidden = [
        "try!", "fatalError(", "@unchecked Sendable", "nonisolated(unsafe)", "Task.detached", "public ",
    ]
    private static let writing = [
        "print(", "debugPrint(", "FileHandle.standardOutput", "FileHandle.standardError", "fputs(",
    ]

    static func avoidForbidden(_ file: SourceFile) -> [String] {
        find(forbidden, in: file)
    }

    static func writeOnlyInConsole(_ file: SourceFile) -> [String] {
        file.target == "Console" ? [] : find(writing, in: file)
    }

    private static func find(_ words: [String], in file: SourceFile) -> [String] {
        file.code.enumerated().flatMap { index, line in
            words.filter { holds(line, $0) }.map { file.breach(at: index + 1, "'\($0)'") }
        }
    }

    /// Whether `word` stands in `line` and is not the end of a longer name.
    private static func holds(_ line: String, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            guard let before = line[..<range.lowerBound].last else { return true }
            return !(before.isLetter || before.isNumber || before == "_")
        }
    }
}
