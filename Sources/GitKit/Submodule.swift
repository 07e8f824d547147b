// SPDX-License-Identifier: Apache-2.0

/// A repository that another one places inside itself.
package struct Submodule: Sendable, Hashable {
    /// Where it lies, from the top of the outermost work tree.
    package let path: String
    /// What `.gitmodules` calls it.
    package let name: String
    /// Where it comes from, resolved.
    package let url: GitURL
    /// The commit that is meant.
    package let commit: CommitID

    /// Takes values that were checked.
    package init(path: String, name: String, url: GitURL, commit: CommitID) {
        self.path = path
        self.name = name
        self.url = url
        self.commit = commit
    }

    /// Throws ``GitError/unsafePath(path:reason:)`` for a path that leads out of the work tree or into a `.git`.
    static func checkPath(_ path: String) throws(GitError) {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        for component in components {
            let reason: String? =
                switch component.lowercased() {
                case "": "it is absolute or has an empty component"
                case ".", "..": "it leads elsewhere"
                case ".git", "git~1": "it leads into a git directory"
                default: component.utf8.contains { $0 < 0x20 || $0 == 0x7F } ? "it holds a control character" : nil
                }
            if let reason { throw .unsafePath(path: path, reason: reason) }
        }
    }
}
