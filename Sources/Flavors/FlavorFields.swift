// SPDX-License-Identifier: Apache-2.0

/// The fields of a flavor's text, taken one after the other. Nothing passes that a shell, a path or an image's name would
/// read as more than a word.
struct FlavorFields {
    private static let separators = ["=", "-"]
    private static let none = "_"

    private let text: String
    private let fields: [String]
    private var position = 0

    init(_ text: String) {
        self.text = text
        fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    var count: Int { fields.count }

    /// The next field, split at the first `=`, or at the first `-` where it has no `=`.
    mutating func takeRelease() throws(FlavorFailure) -> (release: String, point: String) {
        let field = try take("the release", also: "=")
        guard let separator = Self.separators.first(where: field.contains), let split = field.firstRange(of: separator)
        else { return try (named(field), "") }
        guard split.upperBound < field.endIndex else {
            throw .badFlavor(text, reason: "the point release after '\(separator)' is empty")
        }
        return try (named(String(field[..<split.lowerBound])), String(field[split.lowerBound...]))
    }

    /// The next field, or nothing for `_`.
    mutating func takeOptional(_ what: String, also more: String = "") throws(FlavorFailure) -> String? {
        guard fields[position] != Self.none else {
            position += 1
            return nil
        }
        return try take(what, also: more)
    }

    /// The next field; it has letters, digits, `.`, `_`, `+`, `~`, `-` and what `more` adds, and begins with one of the first.
    mutating func take(_ what: String, also more: String = "") throws(FlavorFailure) -> String {
        let field = fields[position]
        position += 1
        guard let first = field.first else { throw .badFlavor(text, reason: "\(what) is empty") }
        let stranger = field.first { !Self.isPlain($0) && !"._+~-".contains($0) && !more.contains($0) }
        if let stranger { throw .badFlavor(text, reason: "\(what) has the character '\(stranger)'") }
        guard Self.isPlain(first) else { throw .badFlavor(text, reason: "\(what) begins with '\(first)'") }
        guard !field.contains(".."), !field.contains("//"), !field.hasSuffix("/") else {
            throw .badFlavor(text, reason: "\(what) is not a name")
        }
        return field
    }

    private func named(_ release: String) throws(FlavorFailure) -> String {
        guard release != "ALL" else { throw .badFlavor(text, reason: "ALL stands for every release") }
        return release
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}
