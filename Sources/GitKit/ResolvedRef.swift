// SPDX-License-Identifier: Apache-2.0

/// What a name given by a person turned out to be.
package struct ResolvedRef: Sendable, Hashable {
    /// The commit that is meant.
    package let commit: CommitID
    /// `main`, `v18.2.7`, or the first digits of the commit.
    package let name: String

    /// Takes a commit and what to call it.
    package init(commit: CommitID, name: String) {
        self.commit = commit
        self.name = name
    }
}
