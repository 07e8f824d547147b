// SPDX-License-Identifier: Apache-2.0

internal import CGit2

/// The name of a commit: 40 lower-case hexadecimal digits.
package struct CommitID: Sendable, Hashable, Codable, CustomStringConvertible {
    /// How many digits ``short`` has.
    package static let shortLength = 10

    private let digits: String

    /// Takes exactly 40 digits, with capitals refused.
    package init(parsing text: String) throws(GitError) {
        guard text.utf8.count == 40, text.utf8.allSatisfy(Self.isDigit) else { throw .invalidCommit(text) }
        digits = text
    }

    /// Reads a string, as strictly as ``init(parsing:)``.
    package init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes a string.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(digits)
    }

    /// All 40 digits.
    package var description: String { digits }

    /// The first digits, for people.
    package var short: String { String(digits.prefix(Self.shortLength)) }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

extension CommitID {
    init(_ oid: git_oid) {
        var oid = oid
        var text = [CChar](repeating: 0, count: 40)
        git_oid_fmt(&text, &oid)
        digits = String(decoding: text.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    var oid: git_oid {
        var oid = git_oid()
        git_oid_fromstr(&oid, digits)  // cannot fail: the digits were checked
        return oid
    }
}
