// SPDX-License-Identifier: Apache-2.0

extension GitURL: CustomStringConvertible {
    /// The location without its secrets.
    package var description: String { Self.redacted(location) }

    /// The path, when it is one.
    package var path: String? { kind == .path ? location : nil }

    /// `message` without the secrets of this location.
    func redacting(_ message: String) -> String {
        guard let userInfo = Self.userInfo(in: location), kind != .ssh || userInfo.contains(":") else { return message }
        let secret = userInfo.split(separator: ":", maxSplits: 1).last ?? userInfo
        return message.replacing(userInfo, with: "***").replacing(secret, with: "***")
    }

    /// A user's name is kept for ssh, where it is part of the address; over http it may be a token.
    static func redacted(_ text: String) -> String {
        guard let userInfo = userInfo(in: text) else { return text }
        let user = userInfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let isSecureShell = text.hasPrefix("ssh:")
        let shown = userInfo.contains(":") ? "\(user):***" : isSecureShell ? String(user) : "***"
        return text.replacingCharacters(in: userInfo, with: shown)
    }

    /// What stands between `//` and the last `@` of the authority.
    private static func userInfo(in text: String) -> Substring? {
        guard let start = text.firstRange(of: "://")?.upperBound else { return nil }
        let authority = text[start...].prefix { $0 != "/" }
        return authority.lastIndex(of: "@").map { authority[..<$0] }
    }
}

extension String {
    fileprivate func replacingCharacters(in part: Substring, with replacement: String) -> String {
        String(self[..<part.startIndex]) + replacement + String(self[part.endIndex...])
    }
}
