// SPDX-License-Identifier: Apache-2.0

/// The text of a `.gitmodules`: what git's configuration syntax says in it about submodules.
///
/// Read by hand: libgit2 reads configuration from files only, and follows the includes of a hostile one.
struct SubmoduleFile: Equatable {
    /// What one section says.
    struct Entry: Equatable {
        let name: String
        var path: String?
        var url: String?
    }

    private(set) var entries: [Entry] = []

    init(parsing text: String) {
        var section: Int?
        for line in Self.logicalLines(of: text) {
            let line = line.drop(while: \.isWhitespace)
            if line.hasPrefix("[") {
                section = Self.name(ofSection: line).map { entry(named: $0) }
            } else if let section, let (key, value) = Self.setting(line) {
                if key == "path" { entries[section].path = value }
                if key == "url" { entries[section].url = value }
            }
        }
    }

    private mutating func entry(named name: String) -> Int {
        if let index = entries.firstIndex(where: { $0.name == name }) { return index }
        entries.append(Entry(name: name))
        return entries.count - 1
    }

    /// Lines, with those that end in a backslash joined to the next.
    private static func logicalLines(of text: String) -> [String] {
        var lines: [String] = []
        var pending = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            pending += line
            let backslashes = pending.reversed().prefix { $0 == "\\" }.count
            if backslashes % 2 == 1 {
                pending.removeLast()
            } else {
                lines.append(pending)
                pending = ""
            }
        }
        return pending.isEmpty ? lines : lines + [pending]
    }

    /// The quoted part of `[submodule "name"]`; nothing for another section.
    private static func name(ofSection line: Substring) -> String? {
        let line = line.dropFirst().drop(while: \.isWhitespace)
        guard line.prefix(9).lowercased() == "submodule" else { return nil }
        let quoted = line.dropFirst(9).drop(while: \.isWhitespace)
        guard quoted.hasPrefix("\"") else { return nil }
        var name = ""
        var isEscaped = false
        for character in quoted.dropFirst() {
            if isEscaped || (character != "\\" && character != "\"") {
                name.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                return name
            }
        }
        return nil
    }

    private static func setting(_ line: Substring) -> (key: String, value: String)? {
        guard let equals = line.firstIndex(of: "="), let first = line.first, first != "#", first != ";" else {
            return nil
        }
        let key = line[..<equals].filter { !$0.isWhitespace }.lowercased()
        return (key, value(line[line.index(after: equals)...]))
    }

    private static func value(_ text: Substring) -> String {
        var value = ""
        var blanks = ""
        var isQuoted = false
        var characters = text.drop(while: \.isWhitespace).makeIterator()
        while let character = characters.next() {
            if !isQuoted, character == "#" || character == ";" { break }
            if !isQuoted, character.isWhitespace {
                blanks.append(character)
                continue
            }
            value += blanks
            blanks = ""
            switch character {
            case "\"": isQuoted.toggle()
            case "\\":
                guard let escaped = characters.next() else { break }
                value.append(["n": "\n", "t": "\t"][escaped] ?? escaped)
            default: value.append(character)
            }
        }
        return value
    }
}
