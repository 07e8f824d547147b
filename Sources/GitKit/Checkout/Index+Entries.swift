// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import Glibc

/// An index is what the handle holds.
extension Handle {
    /// Takes the entries of `paths` out; there need not be any.
    func forget(_ paths: [RawPath]) throws(GitError) {
        for path in paths {
            let code = path.withCString { git_index_remove(pointer, $0, 0) }
            if code != GIT_ENOTFOUND.rawValue { try check(code, "forget", path.description) }
        }
    }

    /// Enters a file of which stat(2) says `status`.
    func enter(_ file: CheckoutPlan.File, _ status: stat) throws(GitError) {
        var entry = git_index_entry()
        entry.id = file.id
        entry.mode = file.kind.rawValue
        entry.ctime = git_index_time(status.st_ctim)
        entry.mtime = git_index_time(status.st_mtim)
        entry.dev = UInt32(truncatingIfNeeded: status.st_dev)
        entry.ino = UInt32(truncatingIfNeeded: status.st_ino)
        entry.uid = status.st_uid
        entry.gid = status.st_gid
        entry.file_size = UInt32(truncatingIfNeeded: status.st_size)
        try add(&entry, file.path)
    }

    func enter(_ gitlink: CheckoutPlan.Gitlink) throws(GitError) {
        var entry = git_index_entry()
        entry.id = gitlink.id
        entry.mode = GIT_FILEMODE_COMMIT.rawValue
        try add(&entry, gitlink.path)
    }

    /// Adds an entry for `path`, or puts it in the place of the one that is there.
    func add(_ entry: inout git_index_entry, _ path: RawPath) throws(GitError) {
        let code = path.withCString { name in
            entry.path = name
            return git_index_add(pointer, &entry)
        }
        try check(code, "add", path.description)
    }
}

extension git_index_time {
    fileprivate init(_ time: timespec) {
        self.init(
            seconds: Int32(truncatingIfNeeded: time.tv_sec),
            nanoseconds: UInt32(truncatingIfNeeded: time.tv_nsec)
        )
    }
}
