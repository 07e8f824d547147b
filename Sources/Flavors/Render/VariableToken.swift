// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Glibc

/// A place in a text that a variable's value belongs in.
struct VariableToken {
    enum Kind { case file, environment }

    private static let underscore = UInt8(ascii: "_")
    private static let opening = Array("__ENV_[".utf8)
    private static let closing = Array("]__".utf8)

    let range: Range<Int>
    /// `__NAME__` of a file, `NAME` of the environment.
    let name: String

    /// The tokens in `line` from left to right. That of a file is as long as can be: `__A____B__` is one.
    static func all(_ kind: Kind, in line: [UInt8]) -> [VariableToken] {
        guard isPossible(in: line) else { return [] }
        switch kind {
        case .file: return files(in: line)
        case .environment: return environment(in: line)
        }
    }

    /// Whether `name` is what the file of a variable is called.
    static func isFileName(_ name: String) -> Bool {
        files(in: Array(name.utf8)).first?.range == 0..<name.utf8.count
    }

    /// Whether there are two underscores in a row.
    static func isPossible(in bytes: some ContiguousBytes) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            var position = 0
            while let found = memchr(start + position, Int32(underscore), bytes.count - position) {
                position = start.distance(to: UnsafeRawPointer(found)) + 1
                if position < bytes.count, bytes[position] == underscore { return true }
            }
            return false
        }
    }

    private static func files(in line: [UInt8]) -> [VariableToken] {
        var tokens: [VariableToken] = []
        var position = 0
        while position < line.count {
            let end = line[position...].firstIndex { !isNameByte($0) } ?? line.count
            if let range = file(in: line, position..<end) { tokens.append(VariableToken(line, range, range)) }
            position = end + 1
        }
        return tokens
    }

    /// From the first pair of underscores in the run of a name's characters to the last, with something between them.
    private static func file(in line: [UInt8], _ run: Range<Int>) -> Range<Int>? {
        guard run.count >= 5 else { return nil }
        let pairs = (run.lowerBound..<run.upperBound - 1).lazy.filter {
            line[$0] == underscore && line[$0 + 1] == underscore
        }
        guard let first = pairs.first, let last = pairs.last, last - first >= 3 else { return nil }
        return first..<last + 2
    }

    private static func environment(in line: [UInt8]) -> [VariableToken] {
        var tokens: [VariableToken] = []
        var position = 0
        while position + opening.count < line.count {
            let start = position + opening.count
            position += 1
            guard line[position - 1] == underscore, line[(position - 1)..<start].elementsEqual(opening) else {
                continue
            }
            let end = line[start...].firstIndex { !isNameByte($0) } ?? line.count
            guard end > start, line[end...].starts(with: closing) else { continue }
            tokens.append(VariableToken(line, (position - 1)..<(end + closing.count), start..<end))
            position = end + closing.count
        }
        return tokens
    }

    private init(_ line: [UInt8], _ range: Range<Int>, _ name: Range<Int>) {
        self.range = range
        self.name = String(decoding: line[name], as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), underscore: true
        default: false
        }
    }
}
