// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import SystemPackage

/// What the HEAD of a remote stands on.
enum DefaultBranch {
    /// A full name, `refs/heads/main`.
    case branch(String)
    case commit(CommitID)
}

extension Repository {
    /// Keeps the remote's HEAD as `refs/remotes/origin/HEAD`; nothing is kept of an empty repository.
    func recordDefault(_ head: DefaultBranch?) throws(GitError) {
        var made: OpaquePointer?
        defer { git_reference_free(made) }
        let recorded = Mirror.defaultBranchRef
        switch head {
        case .branch(let name):
            let target = Mirror.branchPrefix + name.trimmingPrefix("refs/heads/")
            // The target may be missing: HEAD can name a branch that has no commit yet.
            try check(
                git_reference_symbolic_create(&made, pointer, recorded, target, 1, nil),
                "write",
                recorded
            )
        case .commit(let commit):
            guard try contains(commit) else { return }
            var id = commit.oid
            try check(git_reference_create(&made, pointer, recorded, &id, 1, nil), "write", recorded)
        case nil:
            _ = git_reference_remove(pointer, recorded)  // most often it is not there
        }
    }

    /// The full names of all refs, sorted.
    func refNames() throws(GitError) -> [String] {
        var names = git_strarray()
        defer { git_strarray_dispose(&names) }
        try check(git_reference_list(&names, pointer), "list the refs of", path.string)
        return (0..<names.count).compactMap { index in names.strings[index].map { String(cString: $0) } }.sorted()
    }
}
