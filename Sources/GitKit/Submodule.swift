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
}
