// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// Where a repository lies: a location that is safe to hand to a transport.
package struct GitURL: Sendable, Hashable {
    /// How a location is reached.
    package enum Kind: Sendable, Hashable {
        case path, http, git, ssh
    }

    /// How it is reached.
    package let kind: Kind
    /// What a transport is given, secrets included: never to be printed.
    package let location: String
    /// What comes before the path: `https://host`, `user@host:`, or nothing for a path.
    let root: String
    /// The path's components as they were written, without empty ones and dots.
    let components: [String]

    /// Reads a path, `file://`, `http://`, `https://`, `git://`, `ssh://` or `user@host:path`.
    ///
    /// - Parameters:
    ///   - text: the location; a relative path needs `folder`.
    ///   - folder: what a relative path starts from.
    /// - Throws: ``GitError/unsafeURL(url:reason:)``.
    package init(parsing text: String, relativeTo folder: FilePath? = nil) throws(GitError) {
        if let reason = Self.danger(in: text) { throw .unsafeURL(url: Self.redacted(text), reason: reason) }
        if let separator = text.firstRange(of: "://") {
            try self.init(scheme: text[..<separator.lowerBound].lowercased(), rest: text[separator.upperBound...], text)
        } else if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") {
            try self.init(secureShell: text, colon: colon)
        } else {
            try self.init(path: FilePath(text), in: folder, text)
        }
    }

    init(kind: Kind, root: String, components: [String], absolute: Bool = true) {
        let path = components.joined(separator: "/")
        self.kind = kind
        self.root = root
        self.components = components
        location = root + (absolute ? "/" : "") + path
    }

    private init(scheme: String, rest: Substring, _ text: String) throws(GitError) {
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash]
        let path = rest[slash...]
        if scheme == "file" {
            guard authority.isEmpty || authority == "localhost", let decoded = PercentCoding.decode(path),
                Self.danger(in: decoded) == nil
            else { throw .unsafeURL(url: text, reason: "a file URL must name a local path") }
            try self.init(path: FilePath(decoded), in: nil, text)
            return
        }
        let kinds: [String: Kind] = ["http": .http, "https": .http, "git": .git, "ssh": .ssh]
        guard let kind = kinds[scheme] else {
            throw .unsafeURL(url: Self.redacted(text), reason: "the transport '\(scheme)' is not supported")
        }
        let host = authority[(authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)...]
        guard !host.isEmpty, !host.hasPrefix("-"), !host.hasPrefix(":"), !authority.hasPrefix("-") else {
            throw .unsafeURL(url: Self.redacted(text), reason: "it names no host")
        }
        self.init(kind: kind, root: "\(scheme)://\(authority)", components: Self.split(path))
    }

    private init(secureShell text: String, colon: String.Index) throws(GitError) {
        let authority = text[..<colon]
        let path = text[text.index(after: colon)...]
        let host = authority[(authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)...]
        guard !host.isEmpty, !host.hasPrefix("-"), !path.isEmpty, !path.hasPrefix("-") else {
            throw .unsafeURL(url: Self.redacted(text), reason: "it names no host and path")
        }
        self.init(
            kind: .ssh,
            root: "\(authority):",
            components: Self.split(path),
            absolute: path.hasPrefix("/")
        )
    }

    private init(path: FilePath, in folder: FilePath?, _ text: String) throws(GitError) {
        guard let absolute = path.isAbsolute ? path : folder?.pushing(path), absolute.isAbsolute else {
            throw .unsafeURL(url: text, reason: "a path must be absolute here")
        }
        let components = absolute.lexicallyNormalized().components.map(\.string)
        self.init(kind: .path, root: "", components: components)
    }

    private static func split(_ path: Substring) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    /// Why no transport may see `text`, if there is a reason.
    private static func danger(in text: String) -> String? {
        if text.isEmpty { return "it is empty" }
        if text.hasPrefix("-") { return "it would be read as an option" }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "it holds a control character" }
        if let helper = text.firstRange(of: "::"), !text[..<helper.lowerBound].contains(where: { "/@[:".contains($0) })
        {
            return "transport helpers can run any program"
        }
        return nil
    }
}
