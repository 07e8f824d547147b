// SPDX-License-Identifier: Apache-2.0

internal import CGit2

/// Differences in which a file that became a link stays one path.
extension Repository {
    /// What the tree of `new` has otherwise than that of `old`.
    func difference(from old: CommitID, to new: CommitID) throws(GitError) -> Handle {
        let pointer = pointer
        let oldTree = try tree(of: old)
        let newTree = try tree(of: new)
        return try difference(of: new) { git_diff_tree_to_tree(&$0, pointer, oldTree.pointer, newTree.pointer, &$1) }
    }

    /// What `index` has otherwise than the tree of `commit`.
    func difference(from commit: CommitID, to index: borrowing Handle) throws(GitError) -> Handle {
        let (pointer, indexPointer) = (pointer, index.pointer)
        let tree = try tree(of: commit)
        return try difference(of: commit) { git_diff_tree_to_index(&$0, pointer, tree.pointer, indexPointer, &$1) }
    }

    private func difference(
        of commit: CommitID,
        _ compare: (inout OpaquePointer?, inout git_diff_options) -> Int32
    ) throws(GitError) -> Handle {
        let subject = commit.description
        var options = git_diff_options()
        try check(git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)), "compare", subject)
        options.flags = GIT_DIFF_INCLUDE_TYPECHANGE.rawValue
        return try Handle(git_diff_free, "compare", subject) { compare(&$0, &options) }
    }
}
