// SPDX-License-Identifier: Apache-2.0

internal import CGit2

extension Mirror {
    /// Whether `commit` has been fetched.
    package func contains(commit: CommitID) throws(GitError) -> Bool {
        try Repository(at: path).contains(commit)
    }

    /// `commit` named by the nearest annotated tag before it, `v18.2.7-3-g0123456789`; nothing when there is no tag.
    package func describe(_ commit: CommitID) throws(GitError) -> String? {
        try Repository(at: path).describe(commit)
    }

    /// When `commit` was made, in seconds since 1970.
    package func commitTime(_ commit: CommitID) throws(GitError) -> Int64 {
        try Repository(at: path).commitTime(commit)
    }

    /// The bytes of one file in `commit`; nothing when it has no such file.
    package func blob(_ file: String, at commit: CommitID) throws(GitError) -> [UInt8]? {
        let repository = try Repository(at: path)
        let tree = try repository.tree(of: commit)
        guard
            let entry = try Handle.found(
                git_tree_entry_free,
                "find",
                file,
                { git_tree_entry_bypath(&$0, tree.pointer, file) }
            ),
            [GIT_FILEMODE_BLOB, GIT_FILEMODE_BLOB_EXECUTABLE].contains(git_tree_entry_filemode(entry.pointer))
        else { return nil }
        let blob = try Handle(git_blob_free, "read", file) {
            git_blob_lookup(&$0, repository.pointer, git_tree_entry_id(entry.pointer))
        }
        return Array(
            UnsafeRawBufferPointer(start: git_blob_rawcontent(blob.pointer), count: Int(git_blob_rawsize(blob.pointer)))
        )
    }
}
