// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// A compile cache that several people share: one of ccache's remote storages, or a backend of sccache.
///
/// Its address may hold a password, which is why the description leaves it out. ccache's own attributes may follow it:
/// `redis://cache.lab|read-only=true` (ccache(1), "Remote storage backends").
package struct RemoteCache: Sendable, Equatable {
    package enum Scheme: String, Sendable, CaseIterable {
        case redis, rediss, http, https, file
        case redisSocket = "redis+unix"

        var isRedis: Bool { rawValue.hasPrefix("redis") }
    }

    package let scheme: Scheme
    /// As ccache takes it.
    let address: String

    /// - Throws: ``CompileFailure/badRemoteCache(_:reason:)``
    package init(parsing text: String) throws(CompileFailure) {
        guard let end = text.firstRange(of: ":"), let scheme = Scheme(rawValue: String(text[..<end.lowerBound])) else {
            throw .badRemoteCache(Self.redacted(text), reason: "it begins with none of redis:, http:, https: and file:")
        }
        guard !text.contains(where: \.isWhitespace), !text.contains("\0") else {
            throw .badRemoteCache(Self.redacted(text), reason: "it holds white space")
        }
        self.scheme = scheme
        address = text
        let rest = address[end.upperBound...]
        guard rest.hasPrefix("//"), rest.count > 2 else {
            throw .badRemoteCache(description, reason: "an address is SCHEME://…")
        }
        if scheme == .file, folder == nil {
            throw .badRemoteCache(description, reason: "a folder is file:///ABSOLUTE/PATH")
        }
    }

    /// Of `file:`, the folder on this host.
    package var folder: FilePath? {
        guard scheme == .file else { return nil }
        let path = FilePath(String(address.dropFirst("file://".count).prefix { $0 != "|" }))
        return path.isAbsolute ? path : nil
    }

    /// Whether somebody who sees the address learns a password.
    package var holdsPassword: Bool { address != description }

    /// The address with the folder of `file:` at `place`, and, for a server, time limits: without them one that is dead
    /// keeps every compiler waiting for ten seconds.
    func address(at place: FilePath) -> String {
        let attributes = address.drop { $0 != "|" }
        if scheme == .file { return "file://\(place)\(attributes)" }
        let limits = attributes.contains("operation-timeout=") ? "" : "|connect-timeout=500|operation-timeout=3000"
        // `redis://:PASSWORD@HOST`, as others write it, is to ccache a user without a name.
        let login = scheme.isRedis ? address.replacing("://:", with: "://", maxReplacements: 1) : address
        return login + limits
    }

    private static func redacted(_ text: String) -> String {
        guard let start = text.firstRange(of: "//"), let end = text.lastIndex(of: "@"), start.upperBound < end else {
            return text
        }
        let login = text[start.upperBound..<end]
        if let colon = login.firstIndex(of: ":") {
            return text[..<start.upperBound] + login[..<colon] + ":***" + text[end...]
        }
        // ccache takes a word alone for Redis's password, and for everybody else's name.
        return text.hasPrefix("redis") ? text[..<start.upperBound] + "***" + text[end...] : text
    }
}

extension RemoteCache: CustomStringConvertible {
    /// The address without its password.
    package var description: String { Self.redacted(address) }
}
