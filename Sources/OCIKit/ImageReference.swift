// SPDX-License-Identifier: Apache-2.0

/// The name of an image: `[host[:port]/]path[:tag]` (distribution-spec; containers/image docker/reference).
package struct ImageReference: Hashable, Sendable, CustomStringConvertible {
    /// Characters that a tag can have.
    package static let longestTag = 128

    /// With the host, when there is one.
    package let repository: String
    package let tag: String?

    /// - Throws: ``OCIError/invalidReference(_:reason:)``
    package init(parsing text: String) throws(OCIError) {
        var repository = text
        var tag: String?
        if let colon = text.lastIndex(of: ":"), !text[colon...].contains("/") {
            tag = String(text[text.index(after: colon)...])
            repository = String(text[..<colon])
        }
        try self.init(repository: repository, tag: tag)
    }

    package init(repository: String, tag: String?) throws(OCIError) {
        let text = tag.map { "\(repository):\($0)" } ?? repository
        guard repository.utf8.count <= 255 else {
            throw .invalidReference(text, reason: "the name is longer than 255 bytes")
        }
        let components = repository.split(separator: "/", omittingEmptySubsequences: false)
        let hasHost = components.count > 1 && Self.isHost(components[0])
        if hasHost, !Self.isHostAndPort(components[0]) {
            throw .invalidReference(text, reason: "'\(components[0])' is no host")
        }
        for component in components.dropFirst(hasHost ? 1 : 0) where !Self.isPathComponent(component) {
            throw .invalidReference(
                text,
                reason: "'\(component)' is not made of lower-case letters and digits, joined by '.', '_', '__' or '-'"
            )
        }
        if let tag, !Self.isTag(tag) {
            throw .invalidReference(text, reason: "'\(tag)' is no tag")
        }
        self.repository = repository
        self.tag = tag
    }

    /// Whether the repository begins with a registry's name.
    package var hasHost: Bool {
        repository.split(separator: "/").first.map { repository.contains("/") && Self.isHost($0) } ?? false
    }

    package var description: String { tag.map { "\(repository):\($0)" } ?? repository }

    /// The same repository under another tag.
    package func tagged(_ tag: String) throws(OCIError) -> ImageReference {
        try ImageReference(repository: repository, tag: tag)
    }

    /// `text` as a tag: what a tag cannot hold becomes `-`, and it is cut at 128 characters.
    package static func tag(from text: String) -> String {
        let mapped = text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }
        let trimmed = mapped.drop { ".-".contains($0) }
        return trimmed.isEmpty ? "build" : String(trimmed.prefix(longestTag))
    }

    private static func isHost(_ text: Substring) -> Bool {
        text.contains(".") || text.contains(":") || text == "localhost"
    }

    /// A host name, an IPv4 address or one of IPv6 in brackets, and maybe a port.
    private static func isHostAndPort(_ text: Substring) -> Bool {
        let host = /([A-Za-z0-9]+(-+[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-+[A-Za-z0-9]+)*)*|\[[A-Fa-f0-9:]+\])(:[0-9]+)?/
        return text.wholeMatch(of: host) != nil
    }

    private static func isPathComponent(_ text: Substring) -> Bool {
        text.wholeMatch(of: /[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*/) != nil
    }

    private static func isTag(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.\-]{0,127}/) != nil
    }
}
