// SPDX-License-Identifier: Apache-2.0

/// A text file of the repository, as the rules see it.
struct SourceFile: Sendable {
    /// A line that brings in a module.
    struct Import: Sendable, Equatable {
        let line: Int
        let module: String
        let isInternal: Bool
    }

    /// Relative to the repository's top.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    var isSwift: Bool { path.hasSuffix(".swift") }

    /// The target that a file below `Sources` belongs to.
    var target: String? {
        let components = path.split(separator: "/")
        return components.count > 2 && components[0] == "Sources" ? String(components[1]) : nil
    }

    /// The lines without what stands in string literals and comments.
    var code: [String] {
        var isInString = false
        return lines.map { line in
            let parts = line.split(separator: "\"\"\"", omittingEmptySubsequences: false)
            var code = ""
            for (index, part) in parts.enumerated() {
                if index > 0 { isInString.toggle() }
                if !isInString { code += Self.withoutStrings(part) }
            }
            return code
        }
    }

    /// Modules that the file imports.
    var imports: [Import] {
        code.enumerated().compactMap { index, line in
            guard let match = line.wholeMatch(of: /\s*(?:@\w+\s+)*(\w+\s+)?import\s+(?:\w+\s+)?(\w+)[\w.]*\s*/) else {
                return nil
            }
            return Import(line: index + 1, module: String(match.2), isInternal: match.1?.hasPrefix("internal") == true)
        }
    }

    /// A breach of a rule, where an editor finds it.
    func breach(at line: Int, _ what: String) -> String { "\(path):\(line): \(what)" }

    private static func withoutStrings(_ line: Substring) -> String {
        var code = ""
        var isInString = false
        var previous: Character?
        for character in line {
            if character == "\"", previous != "\\" {
                isInString.toggle()
            } else if !isInString {
                if character == "/", previous == "/" { return String(code.dropLast()) }
                code.append(character)
            }
            previous = previous == "\\" && character == "\\" ? nil : character
        }
        return code
    }
}
