// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import Glibc

/// What has to be done to a work tree whose files are those of an index, for them to become those of a commit.
struct CheckoutPlan: Sendable {
    /// One file or symbolic link of the commit.
    struct File: Sendable {
        let path: RawPath
        /// The name of its blob.
        let id: git_oid
        let kind: Kind
        /// Whether the index names the same content, so that it may lie there already.
        let isIndexed: Bool

        enum Kind: UInt32, Sendable {
            case plain = 0o100644
            case executable = 0o100755
            case link = 0o120000

            init(_ mode: UInt32) {
                self = mode & S_IFMT == S_IFLNK ? .link : mode & S_IXUSR == 0 ? .plain : .executable
            }
        }
    }

    /// A submodule, in whose place a checkout leaves no file; its folder is made when it is checked out itself.
    struct Gitlink: Sendable {
        let path: RawPath
        let id: git_oid
    }

    /// What goes, in the order in which it can.
    private(set) var removed: [RawPath] = []
    /// What is written, or looked at and written when it is another, by path.
    private(set) var files: [File] = []
    private(set) var gitlinks: [Gitlink] = []

    /// `changed` are the places in the index of those files that are not as it says; nothing: that of none is known.
    ///
    /// - Throws: ``GitError/unsafePath(path:reason:)`` for a path that no checkout may write.
    init(
        from index: borrowing Handle,
        changed: [Int]?,
        to commit: CommitID,
        in repository: borrowing Repository
    ) throws(GitError) {
        let touched = try compare(index, with: commit, in: repository)
        let count = git_index_entrycount(index.pointer)
        for position in changed ?? Array(0..<count) where position < count {
            guard let entry = git_index_get_byindex(index.pointer, position)?.pointee, let name = entry.path,
                entry.mode != GIT_FILEMODE_COMMIT.rawValue
            else { continue }
            let path = RawPath(cString: name)
            if touched.contains(path) { continue }
            files.append(File(path: path, id: entry.id, kind: File.Kind(entry.mode), isIndexed: true))
        }
        // The order of an index: files of one folder follow each other.
        files.sort { $0.path < $1.path }
        removed.reverse()
    }

    /// Takes what the commit has otherwise than the index; gives the paths of it.
    private mutating func compare(
        _ index: borrowing Handle,
        with commit: CommitID,
        in repository: borrowing Repository
    ) throws(GitError) -> Set<RawPath> {
        let difference = try repository.difference(from: commit, to: index)
        var touched: Set<RawPath> = []
        for position in 0..<git_diff_num_deltas(difference.pointer) {
            guard let delta = git_diff_get_delta(difference.pointer, position)?.pointee,
                let name = delta.old_file.path
            else { continue }
            let path = RawPath(cString: name)
            touched.insert(path)
            if delta.status == GIT_DELTA_ADDED { removed.append(path) } else { try take(delta, path) }
        }
        return touched
    }

    private mutating func take(_ delta: git_diff_delta, _ path: RawPath) throws(GitError) {
        try RepositoryPath.check(path)
        var (wanted, indexed) = (delta.old_file.id, delta.new_file.id)
        let mode = UInt32(delta.old_file.mode)
        if mode & S_IFMT == GIT_FILEMODE_COMMIT.rawValue {
            gitlinks.append(Gitlink(path: path, id: wanted))
            if delta.status != GIT_DELTA_MODIFIED { removed.append(path) }
        } else {
            let isIndexed = git_oid_equal(&wanted, &indexed) == 1
            files.append(File(path: path, id: wanted, kind: File.Kind(mode), isIndexed: isIndexed))
        }
    }
}
