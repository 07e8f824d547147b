// SPDX-License-Identifier: Apache-2.0

internal import CGit2

extension Mirror {
    /// Finds the commit that `ref` means: a branch, a tag, either with `origin/` or `refs/` before it, or a commit. The
    /// owner of the repository may stand for `origin`, `remotes/ceph/main`: so docker-cephdev called the remote.
    /// Nothing stands for the default branch of the remote. An unknown name is a
    /// ``GitError/unknownRef(ref:url:candidates:)`` with similar names.
    package func resolve(ref: String?) throws(GitError) -> ResolvedRef {
        let repository = try Repository(at: path)
        guard let ref, ref != "HEAD" else { return try defaultBranch(in: repository) }
        for (fullName, name) in spellings(of: ref) {
            if let commit = try repository.commit(ofRef: fullName) { return ResolvedRef(commit: commit, name: name) }
        }
        if let commit = try commit(abbreviated: ref, in: repository) {
            return ResolvedRef(commit: commit, name: commit.short)
        }
        throw .unknownRef(ref: ref, url: url.description, candidates: try similarNames(to: ref, in: repository))
    }

    private func defaultBranch(in repository: borrowing Repository) throws(GitError) -> ResolvedRef {
        let pointer = repository.pointer
        guard let commit = try repository.commit(ofRef: Self.defaultBranchRef),
            let head = try Handle.found(
                git_reference_free,
                "read",
                Self.defaultBranchRef,
                { git_reference_lookup(&$0, pointer, Self.defaultBranchRef) }
            )
        else { throw .noDefaultBranch(url: url.description) }
        let target = git_reference_symbolic_target(head.pointer).map { String(cString: $0) }
        return ResolvedRef(
            commit: commit,
            name: target.map { String($0.trimmingPrefix(Self.branchPrefix)) } ?? commit.short
        )
    }

    /// The full ref names that `ref` may stand for, each with the short name of it.
    private func spellings(of ref: String) -> [(fullName: String, name: String)] {
        let (branchPrefix, tagPrefix) = (Self.branchPrefix, Self.tagPrefix)
        var spellings = [(branchPrefix + ref, ref), (tagPrefix + ref, ref)]
        let owned = url.owner.map { ["remotes/\($0)/"] } ?? []
        for prefix in ["remotes/origin/", "origin/", "refs/heads/", "heads/", "refs/remotes/origin/"] + owned {
            guard ref.hasPrefix(prefix) else { continue }
            let name = String(ref.dropFirst(prefix.count))
            spellings.append((branchPrefix + name, name))
        }
        for prefix in ["refs/tags/", "tags/"] where ref.hasPrefix(prefix) {
            let name = String(ref.dropFirst(prefix.count))
            spellings.append((tagPrefix + name, name))
        }
        return spellings
    }

    private func commit(abbreviated digits: String, in repository: borrowing Repository) throws(GitError) -> CommitID? {
        let digits = digits.lowercased()
        guard (4...40).contains(digits.utf8.count), digits.utf8.allSatisfy(CommitID.isDigit) else { return nil }
        let pointer = repository.pointer
        do {
            var id = git_oid()
            try check(git_oid_fromstrn(&id, digits, digits.utf8.count), "read", digits)
            guard
                let object = try Handle.found(
                    git_object_free,
                    "find",
                    digits,
                    { git_object_lookup_prefix(&$0, pointer, &id, digits.utf8.count, GIT_OBJECT_ANY) }
                ),
                let commit = try Handle.found(
                    git_object_free,
                    "find the commit of",
                    digits,
                    { git_object_peel(&$0, object.pointer, GIT_OBJECT_COMMIT) }
                )
            else { return nil }
            return git_object_id(commit.pointer).map { CommitID($0.pointee) }
        } catch .libgit2(_, _, GIT_EAMBIGUOUS.rawValue, _) {
            throw .ambiguousRef(ref: digits, url: url.description)
        } catch .libgit2(_, _, GIT_EPEEL.rawValue, _) {
            return nil
        }
    }

    private func similarNames(to ref: String, in repository: borrowing Repository) throws(GitError) -> [String] {
        let names = try repository.refNames().compactMap { fullName in
            [Self.branchPrefix, Self.tagPrefix].first(where: fullName.hasPrefix).map {
                String(fullName.dropFirst($0.count))
            }
        }
        return SimilarNames(to: ref).best(5, of: names.filter { $0 != "HEAD" })
    }
}
