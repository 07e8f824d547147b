// SPDX-License-Identifier: Apache-2.0

internal import CGit2

/// What somebody wants to be built of a repository, before anything was looked up.
package enum RefRequest: Sendable, Hashable {
    case defaultBranch
    /// A branch, a tag or a commit, in any spelling that ``Mirror/resolve(ref:)`` knows.
    case name(String)
    /// A pull request, by its number.
    case pull(Int)
    /// A branch of the fork that `owner` has beside the repository.
    case fork(owner: String, branch: String)

    /// Reads `pr/N` (also `pull/N/head`), `OWNER:BRANCH`, or any other name. Nothing and `HEAD` are the default branch.
    ///
    /// - Throws: ``GitError/invalidRef(ref:reason:)``
    package init(parsing text: String?) throws(GitError) {
        guard let text, text != "HEAD" else {
            self = .defaultBranch
            return
        }
        if let match = text.wholeMatch(of: /(?:refs\/)?(?:pr|pull)\/([1-9][0-9]{0,8})(?:\/head)?/),
            let number = Int(match.1)
        {
            self = .pull(number)
        } else if let colon = text.firstIndex(of: ":") {
            self = try .fork(
                owner: Self.owner(text[..<colon], of: text),
                branch: Self.branch(text[text.index(after: colon)...], of: text)
            )
        } else {
            self = .name(text)
        }
    }

    private static func owner(_ owner: Substring, of text: String) throws(GitError) -> String {
        let isName = owner.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        guard isName, let first = owner.first, first != "-", first != "." else {
            throw .invalidRef(ref: text, reason: "'\(owner)' cannot be the owner of a fork")
        }
        return String(owner)
    }

    private static func branch(_ branch: Substring, of text: String) throws(GitError) -> String {
        try GitLibrary.start()
        var isValid: Int32 = 0
        try check(git_reference_name_is_valid(&isValid, "refs/heads/\(branch)"), "read", text)
        guard isValid == 1, !branch.hasPrefix("-") else {
            throw .invalidRef(ref: text, reason: "'\(branch)' cannot be a branch")
        }
        return String(branch)
    }
}

extension RefRequest: CustomStringConvertible {
    /// As it is written behind `--ref`.
    package var description: String {
        switch self {
        case .defaultBranch: "HEAD"
        case .name(let name): name
        case .pull(let number): "pr/\(number)"
        case .fork(let owner, let branch): "\(owner):\(branch)"
        }
    }

    /// Where the source comes from: `url` itself, or the fork beside it.
    package func origin(in url: GitURL) throws(GitError) -> GitURL {
        guard case .fork(let owner, _) = self else { return url }
        return try url.fork(of: owner)
    }
}
