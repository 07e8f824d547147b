// SPDX-License-Identifier: Apache-2.0

internal import CGit2
package import SystemPackage

/// Somebody's own checkout: looked at, never written to, and nothing of it is run.
package struct LocalCheckout: Sendable {
    /// The top of the work tree.
    package let path: FilePath

    /// Opens the checkout whose top is `path`; a worktree, where `.git` is a file, is one too.
    package init(at path: FilePath) throws(GitError) {
        let repository = try Repository(at: path)
        guard git_repository_is_bare(repository.pointer) == 0 else {
            throw .unsafePath(path: path.string, reason: "it is a bare repository, without files")
        }
        self.path = path
    }

    /// The commit that is checked out; nothing before the first one.
    package func head() throws(GitError) -> CommitID? {
        try Repository(at: path).head()
    }

    /// The short name of the branch that is checked out; nothing when HEAD is detached.
    package func branch() throws(GitError) -> String? {
        let repository = try Repository(at: path)
        let head = try Handle(git_reference_free, "read HEAD of", path.string) {
            git_reference_lookup(&$0, repository.pointer, "HEAD")
        }
        return git_reference_symbolic_target(head.pointer).map {
            String(String(cString: $0).trimmingPrefix("refs/heads/"))
        }
    }

    /// The commit named by the nearest annotated tag before it; nothing when there is no commit or no tag.
    package func describe() throws(GitError) -> String? {
        let repository = try Repository(at: path)
        guard let head = try repository.head() else { return nil }
        return try repository.describe(head)
    }

    /// When the commit was made, in seconds since 1970.
    package func commitTime() throws(GitError) -> Int64? {
        let repository = try Repository(at: path)
        guard let head = try repository.head() else { return nil }
        return try repository.commitTime(head)
    }

    /// What lies in the checkout, in one look at it.
    package struct State: Sendable, Equatable {
        /// The files that make up the source, sorted: tracked ones that are there and new ones that are not ignored,
        /// those of checked-out submodules included.
        package let files: [String]
        /// The paths, sorted, that differ from the commit: changed, added, deleted and new ones, and submodules that
        /// stand on another commit.
        package let dirtyPaths: [String]
    }

    /// Looks at every file of the checkout, and changes none.
    package func state() throws(GitError) -> State {
        let state = try WorkTreeState(of: path)
        return State(files: state.files.sorted(), dirtyPaths: state.dirtyPaths.sorted())
    }
}
