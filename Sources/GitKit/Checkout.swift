// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit
package import SystemPackage

/// A work tree without a `.git` in it: its git directory lies elsewhere and borrows the objects of a mirror.
package struct Checkout: Sendable {
    /// Where the files go.
    package let workTree: FilePath
    /// Where git keeps what it must know of them.
    package let gitDirectory: FilePath

    /// Names a checkout; nothing is made before ``update(to:from:progress:)``.
    package init(workTree: FilePath, gitDirectory: FilePath) {
        self.workTree = workTree
        self.gitDirectory = gitDirectory
    }

    /// The commit of the last update that came to its end.
    package func head() throws(GitError) -> CommitID? {
        guard FileStore.exists(gitDirectory) else { return nil }
        return try Repository(at: gitDirectory).head()
    }

    /// Makes the files of the work tree those of `commit`.
    ///
    /// Only files that differ are written, files of the commit before that are gone now are removed, files that git
    /// does not know are left alone. An update that was killed is made good by the next one. A cancelled task ends it
    /// while it compares, and between two passes; the writing itself, which is short, is not interrupted.
    /// `progress` is called with the steps done and the steps there are, on any thread. Gives how many files were
    /// written. Two processes must not update one checkout at a time.
    @discardableResult
    package func update(
        to commit: CommitID,
        from mirror: Mirror,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Int {
        try await BlockingWork.run { flag in
            do throws(GitError) {
                return try update(to: commit, from: mirror, CheckoutObserver(flag: flag, report: progress))
            } catch {
                try flag.check()
                throw error
            }
        }
    }

    private func update(
        to commit: CommitID,
        from mirror: Mirror,
        _ observer: CheckoutObserver
    ) throws(GitError) -> Int {
        let repository = try prepare(borrowingFrom: mirror)
        let pending = PendingCheckouts(in: gitDirectory)
        let unfinished = try pending.commits()
        try pending.add(commit)
        try checkOut(commit, in: repository, after: nil, observer)
        for other in unfinished where other != commit {
            guard try repository.contains(other) else { continue }
            try checkOut(commit, in: repository, after: other, observer)
        }
        var id = commit.oid
        try check(git_repository_set_head_detached(repository.pointer, &id), "set HEAD of", gitDirectory.string)
        try pending.clear()
        return observer.writtenFiles
    }

    private func prepare(borrowingFrom mirror: Mirror) throws(GitError) -> Repository {
        try FileStore.makeFolder(workTree)
        guard !FileStore.exists(workTree.appending(".git")) else {
            throw .unsafePath(path: workTree.string, reason: "it is a git repository of its own")
        }
        let repository = try borrowingRepository(of: mirror)
        // 0: no `.git` file is written into the work tree.
        try check(git_repository_set_workdir(repository.pointer, workTree.string, 0), "open", workTree.string)
        return repository
    }

    /// The git directory, made when it is missing, with the objects of `mirror`.
    func borrowingRepository(of mirror: Mirror) throws(GitError) -> Repository {
        if !FileStore.exists(gitDirectory.appending("HEAD")) {
            try FileStore.makeFolder(gitDirectory.removingLastComponent())
            _ = try Repository(creatingBareAt: gitDirectory)
        }
        for left in ["index.lock", "HEAD.lock"] { try FileStore.remove(gitDirectory.appending(left)) }
        try FileStore.makeFolder(gitDirectory.appending("objects/info"))
        try FileStore.write(mirror.objects.string + "\n", to: gitDirectory.appending("objects/info/alternates"))
        return try Repository(at: gitDirectory)
    }

    /// `baseline` is the commit whose files may be there; nothing stands for those in the index, which is written when
    /// a checkout is done.
    private func checkOut(
        _ commit: CommitID,
        in repository: borrowing Repository,
        after baseline: CommitID?,
        _ observer: CheckoutObserver
    ) throws(GitError) {
        let pointer = repository.pointer
        let target = try repository.commit(commit)
        let index = try Handle(git_index_free, "read the index of", gitDirectory.string) {
            git_repository_index(&$0, pointer)
        }
        var options = git_checkout_options()
        try check(
            git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION)),
            "check out",
            workTree.string
        )
        options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
        // Halves the time; Ceph's attributes name no filter.
        options.disable_filters = 1
        observer.install(in: &options)
        let code: Int32
        if let baseline {
            let tree = try repository.tree(of: baseline)
            options.baseline = tree.pointer
            code = withExtendedLifetime(observer) { git_checkout_tree(pointer, target.pointer, &options) }
            _ = consume tree
        } else {
            try removeLinks(inPlaceOfFoldersIn: index)
            try forgetMissing(in: index, ifFoldersIn: repository.tree(of: commit))
            options.baseline_index = index.pointer
            code = withExtendedLifetime(observer) { git_checkout_tree(pointer, target.pointer, &options) }
        }
        try check(code, "check out", "\(commit.short) to \(workTree)")
    }

    /// Removes symbolic links where git has put folders: through them libgit2 would write elsewhere.
    private func removeLinks(inPlaceOfFoldersIn index: borrowing Handle) throws(GitError) {
        var seen: Set<String> = []
        for position in 0..<git_index_entrycount(index.pointer) {
            guard let name = git_index_get_byindex(index.pointer, position)?.pointee.path else { continue }
            let path = String(cString: name)
            guard let last = path.lastIndex(of: "/"), !seen.contains(String(path[..<last])) else { continue }
            for end in path[...last].indices where path[end] == "/" {
                let folder = String(path[..<end])
                guard seen.insert(folder).inserted, FileStore.isLink(workTree.appending(folder)) else { continue }
                try FileStore.remove(workTree.appending(folder))
            }
        }
    }

    /// Drops files that are neither there nor wanted from the index, where the commit has a folder of that name:
    /// libgit2 would try to write the folder as a file.
    private func forgetMissing(
        in index: borrowing Handle,
        ifFoldersIn tree: consuming Handle
    ) throws(GitError) {
        var replaced: [String] = []
        for position in 0..<git_index_entrycount(index.pointer) {
            guard let name = git_index_get_byindex(index.pointer, position)?.pointee.path else { continue }
            let path = String(cString: name)
            guard !FileStore.exists(workTree.appending(path)) else { continue }
            let treePointer = tree.pointer
            let entry = try Handle.found(git_tree_entry_free, "find", path) {
                git_tree_entry_bypath(&$0, treePointer, path)
            }
            if let entry, git_tree_entry_filemode(entry.pointer) == GIT_FILEMODE_TREE { replaced.append(path) }
        }
        for path in replaced { try check(git_index_remove(index.pointer, path, 0), "forget", path) }
    }
}
