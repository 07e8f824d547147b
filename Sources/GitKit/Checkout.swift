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
    /// after the file that is being written; the next update writes the rest. `progress` is called with the steps done
    /// and the steps there are, on any thread. Gives how many files were written. Two processes must not update one
    /// checkout at a time.
    @discardableResult
    package func update(
        to commit: CommitID,
        from mirror: Mirror,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Int {
        try await BlockingWork.run { flag in
            let observer = CheckoutObserver(flag: flag, report: progress)
            defer { withExtendedLifetime(observer) {} }
            do {
                return try update(to: commit, from: mirror, observer)
            } catch {
                try flag.check()
                throw error
            }
        }
    }

    private func update(to commit: CommitID, from mirror: Mirror, _ observer: CheckoutObserver) throws -> Int {
        let repository = try prepare(borrowingFrom: mirror)
        try observer.install(in: repository)
        let pending = PendingCheckouts(in: gitDirectory)
        let unfinished = try pending.commits()
        if unfinished.isEmpty, try repository.head() == commit, try isUntouched() { return 0 }
        for other in unfinished where other != commit {
            guard try repository.contains(other) else { continue }
            try removeLeftovers(of: other, before: commit, in: repository, observer)
        }
        try pending.replace(with: commit)
        try checkOut(commit, in: repository, observer)
        var id = commit.oid
        try check(git_repository_set_head_detached(repository.pointer, &id), "set HEAD of", gitDirectory.string)
        try pending.clear()
        return observer.writtenFiles
    }

    /// Whether all files are as the last update left them.
    private func isUntouched() throws(GitError) -> Bool {
        guard var index = try IndexFile(at: gitDirectory.appending("index")) else { return false }
        return index.isCurrent(in: workTree)
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

    private func checkOut(
        _ commit: CommitID,
        in repository: borrowing Repository,
        _ observer: CheckoutObserver
    ) throws(GitError) {
        let pointer = repository.pointer
        let target = try repository.commit(commit)
        let index = try repository.index()
        try forgetMissing(in: index)
        var options = git_checkout_options()
        try check(
            git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION)),
            "check out",
            workTree.string
        )
        options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
        // Halves the time; Ceph's attributes name no filter.
        options.disable_filters = 1
        options.baseline_index = index.pointer
        observer.install(in: &options)
        let code = git_checkout_tree(pointer, target.pointer, &options)
        do {
            try check(code, "check out", "\(commit.short) to \(workTree)")
        } catch {
            // So the next update need not write again what this one wrote; when it fails, it will.
            _ = git_index_write(index.pointer)
            throw error
        }
    }
}
