// SPDX-License-Identifier: Apache-2.0

/// A commit with patches on it.
package struct AppliedPatches: Sendable, Equatable {
    /// What is checked out. It is in the checkout's own git directory only, never in a mirror.
    package let commit: CommitID
    /// The files that differ from the commit without patches, sorted.
    package let paths: [String]
}

extension Checkout {
    /// Applies `patches` in order to `commit` and keeps what they make beside the checkout; no file is touched.
    ///
    /// - Throws: ``GitError/patch(name:reason:)`` for the first that does not apply.
    package func apply(
        _ patches: [PatchFile],
        to commit: CommitID,
        from mirror: Mirror
    ) throws(GitError) -> AppliedPatches {
        guard !patches.isEmpty else { return AppliedPatches(commit: commit, paths: []) }
        var index = try PatchedIndex(of: commit, in: borrowingRepository(of: mirror))
        for patch in patches { try index.apply(patch) }
        let paths = try index.changedPaths()
        return AppliedPatches(commit: paths.isEmpty ? commit : try index.commit(on: commit), paths: paths)
    }
}
