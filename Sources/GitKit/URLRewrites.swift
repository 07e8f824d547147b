// SPDX-License-Identifier: Apache-2.0

internal import CGit2
package import SystemPackage

/// Other places from which repositories are fetched: what a URL begins with is replaced.
///
/// Mirrors are kept under the name of the URL itself, so that another place makes no other mirror.
package struct URLRewrites: Sendable, Equatable {
    package struct Rule: Sendable, Equatable {
        package let from: String
        package let to: String

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    private let chosen: [Rule]
    private let configured: [Rule]

    /// `chosen` are asked first; within each list the longest beginning that fits counts.
    package init(_ chosen: [Rule] = [], configured: [Rule] = []) {
        self.chosen = chosen
        self.configured = configured
    }

    /// Where `url` is fetched from; `url` itself when no rule fits.
    package func location(of url: GitURL) throws(GitError) -> GitURL {
        for rules in [chosen, configured] {
            let fitting = rules.filter { url.location.hasPrefix($0.from) }
            guard let rule = fitting.max(by: { $0.from.utf8.count < $1.from.utf8.count }) else { continue }
            return try GitURL(parsing: rule.to + url.location.dropFirst(rule.from.count))
        }
        return url
    }
}

extension URLRewrites {
    /// The `url.<to>.insteadOf` of the user's and the system's git configuration.
    package static func configuredRules() throws(GitError) -> [Rule] {
        try GitLibrary.start()
        return try rules(in: Handle(git_config_free, "read", "git's configuration") { git_config_open_default(&$0) })
    }

    /// Those of one file.
    package static func configuredRules(in file: FilePath) throws(GitError) -> [Rule] {
        try GitLibrary.start()
        return try rules(in: Handle(git_config_free, "read", file.string) { git_config_open_ondisk(&$0, file.string) })
    }

    private static func rules(in configuration: consuming Handle) throws(GitError) -> [Rule] {
        let subject = "git's configuration"
        var iterator: OpaquePointer?
        defer { git_config_iterator_free(iterator) }
        let pattern = "^url\\..*\\.insteadof$"
        try check(git_config_iterator_glob_new(&iterator, configuration.pointer, pattern), "read", subject)
        var rules: [Rule] = []
        var entry: UnsafeMutablePointer<git_config_entry>?
        while true {
            let code = git_config_next(&entry, iterator)
            if code == GIT_ITEROVER.rawValue { return rules }
            try check(code, "read", subject)
            guard let name = entry?.pointee.name, let value = entry?.pointee.value else { continue }
            let to = String(String(cString: name).dropFirst("url.".count).dropLast(".insteadof".count))
            rules.append(Rule(from: String(cString: value), to: to))
        }
    }
}
