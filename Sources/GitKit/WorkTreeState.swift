// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import SystemPackage

/// One look at a work tree and at the submodules that are checked out in it.
struct WorkTreeState {
    private static let maximumDepth = 8

    private(set) var files: Set<String> = []
    private(set) var dirtyPaths: Set<String> = []

    init(of workTree: FilePath) throws(GitError) {
        try look(at: workTree, prefix: "", depth: 0)
    }

    private mutating func look(at folder: FilePath, prefix: String, depth: Int) throws(GitError) {
        let repository = try Repository(at: folder)
        let gitlinks = try readIndex(of: repository, prefix)
        try readStatus(of: repository, prefix)
        for (path, commit) in gitlinks {
            if try recordedCommit(of: path, in: repository) != commit { dirtyPaths.insert(prefix + path) }
            let inner = folder.appending(path)
            guard depth < Self.maximumDepth, FileStore.exists(inner.appending(".git")) else { continue }
            if try Repository(at: inner).head() != commit { dirtyPaths.insert(prefix + path) }
            try look(at: inner, prefix: "\(prefix)\(path)/", depth: depth + 1)
        }
    }

    /// Takes the tracked files, and gives back the submodules.
    private mutating func readIndex(
        of repository: borrowing Repository,
        _ prefix: String
    ) throws(GitError) -> [(path: String, commit: CommitID)] {
        let index = try repository.index()
        var gitlinks: [(path: String, commit: CommitID)] = []
        for position in 0..<git_index_entrycount(index.pointer) {
            guard let entry = git_index_get_byindex(index.pointer, position)?.pointee, let name = entry.path else {
                continue
            }
            let path = String(cString: name)
            if entry.mode == GIT_FILEMODE_COMMIT.rawValue {
                gitlinks.append((path, CommitID(entry.id)))
            } else {
                files.insert(prefix + path)
            }
        }
        return gitlinks
    }

    /// Takes the new files and leaves out the deleted ones. The index is not refreshed, so nothing is written.
    private mutating func readStatus(of repository: borrowing Repository, _ prefix: String) throws(GitError) {
        let subject = repository.path.string
        var options = git_status_options()
        try check(git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)), "read the status of", subject)
        options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
        options.flags =
            GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
            | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
        let pointer = repository.pointer
        let list = try Handle(git_status_list_free, "read the status of", subject) {
            git_status_list_new(&$0, pointer, &options)
        }
        for position in 0..<git_status_list_entrycount(list.pointer) {
            guard let entry = git_status_byindex(list.pointer, position)?.pointee,
                let delta = entry.index_to_workdir ?? entry.head_to_index, let name = delta.pointee.new_file.path
            else { continue }
            record(String(cString: name), entry.status, prefix)
        }
    }

    private mutating func record(_ path: String, _ status: git_status_t, _ prefix: String) {
        // A new folder that is a repository of its own is not part of this source.
        if path.hasSuffix("/") || status == GIT_STATUS_CURRENT || status == GIT_STATUS_IGNORED { return }
        if status.rawValue & GIT_STATUS_WT_NEW.rawValue != 0 { files.insert(prefix + path) }
        if status.rawValue & GIT_STATUS_WT_DELETED.rawValue != 0 { files.remove(prefix + path) }
        dirtyPaths.insert(prefix + path)
    }

    /// The commit that HEAD records for a submodule.
    private func recordedCommit(of path: String, in repository: borrowing Repository) throws(GitError) -> CommitID? {
        guard let head = try repository.head() else { return nil }
        let tree = try repository.tree(of: head)
        let entry = try Handle.found(git_tree_entry_free, "find", path) {
            git_tree_entry_bypath(&$0, tree.pointer, path)
        }
        guard let entry else { return nil }
        return git_tree_entry_id(entry.pointer).map { CommitID($0.pointee) }
    }
}
