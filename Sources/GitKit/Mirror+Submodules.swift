// SPDX-License-Identifier: Apache-2.0

internal import CGit2

extension Mirror {
    /// The submodules of `commit` itself, by path: its gitlinks with what its `.gitmodules` says of them.
    ///
    /// `folder` is where this repository lies in the one around it: every path is given from there. A gitlink without
    /// an entry is an error, ``GitError/unlistedSubmodule(path:commit:)``; an entry without a gitlink means nothing. An
    /// entry that cannot be used is a ``GitError/submodule(path:url:reason:)``. The gitlinks are looked for in the whole tree
    /// unless they are `known`.
    package func submodules(
        at commit: CommitID,
        in folder: String = "",
        known: [Gitlink]? = nil
    ) throws(GitError) -> [Submodule] {
        let gitlinks = if let known { known } else { try gitlinks(at: commit) }
        if gitlinks.isEmpty { return [] }
        let text = try blob(".gitmodules", at: commit).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let file = SubmoduleFile(parsing: text)
        var submodules: [Submodule] = []
        for (path, target) in gitlinks {
            try RepositoryPath.check(path)
            let fullPath = folder.isEmpty ? path : "\(folder)/\(path)"
            guard let entry = file.entries.first(where: { $0.path == path }), let location = entry.url else {
                throw .unlistedSubmodule(path: fullPath, commit: target.description)
            }
            do {
                let url = try url.resolving(relative: location)
                submodules.append(Submodule(path: fullPath, name: entry.name, url: url, commit: target))
            } catch {
                throw .submodule(path: fullPath, url: GitURL.redacted(location), reason: error)
            }
        }
        return submodules
    }

    /// A submodule as the tree of a commit has it.
    package typealias Gitlink = (path: String, commit: CommitID)

    private func gitlinks(at commit: CommitID) throws(GitError) -> [Gitlink] {
        let repository = try Repository(at: path)
        let tree = try repository.tree(of: commit)
        let collector = GitlinkCollector()
        let code = withExtendedLifetime(collector) {
            git_tree_walk(tree.pointer, GIT_TREEWALK_PRE, GitlinkCollector.visit, collector.opaque)
        }
        try check(code, "list the submodules of", commit.description)
        return collector.gitlinks
    }
}

/// Gathers the gitlinks while libgit2 walks a tree.
private final class GitlinkCollector {
    private(set) var gitlinks: [Mirror.Gitlink] = []

    var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static let visit: git_treewalk_cb = { folder, entry, payload in
        guard let payload, git_tree_entry_filemode(entry) == GIT_FILEMODE_COMMIT, let name = git_tree_entry_name(entry),
            let id = git_tree_entry_id(entry)
        else { return 0 }
        let path = (folder.map { String(cString: $0) } ?? "") + String(cString: name)
        Unmanaged<GitlinkCollector>.fromOpaque(payload).takeUnretainedValue()
            .gitlinks.append((path, CommitID(id.pointee)))
        return 0
    }
}
