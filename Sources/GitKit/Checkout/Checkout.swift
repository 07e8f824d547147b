// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import Glibc
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
        guard isMade else { return nil }
        return try Repository(at: gitDirectory).head()
    }

    /// Whether there is a git directory; of one that was being made when that was killed, HEAD is missing.
    var isMade: Bool { FileStore.exists(gitDirectory.appending("HEAD")) }

    /// Makes the files of the work tree those of `commit`.
    ///
    /// Only files that differ are written, files of the commit before that are gone now are removed, files that git does not
    /// know are left alone unless they are in the way. No filter, line ends' or other, is applied. An update that was killed
    /// is made good by the next one. A cancelled task ends it after the files that are being written; the next update writes
    /// the rest. `progress` is called with the files done and the files there are, on any thread, by one at a time. Gives how
    /// many files were written. Two processes must not update one checkout at a time.
    @discardableResult
    package func update(
        to commit: CommitID,
        from mirror: Mirror,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Int {
        let unfinished = try await BlockingWork.run { flag in
            try flag.check()
            try prepare(borrowingFrom: mirror)
            return try PendingCheckouts(in: gitDirectory).commits()
        }
        let changed = try await changedFiles()
        if unfinished.isEmpty, changed == [], try head() == commit { return 0 }
        let plan = try await BlockingWork.run { flag in
            try begin(commit, after: unfinished, changed: changed, flag)
        }
        let writing = CheckoutWriting(of: plan.files, in: self, progress: progress)
        let parts = try await writing.run()
        return try await BlockingWork.run { _ in try finish(commit, plan, parts) }
    }

    /// The places in the index of the files that are not as the last update left them; nothing when that of none is known.
    private func changedFiles() async throws -> [Int]? {
        guard let index = try IndexFile(at: gitDirectory.appending("index")) else { return nil }
        let workTree = workTree
        let parts = try await BlockingWork.inParts(of: index.count, atLeast: 4096) { range, _ in
            index.changed(range, in: workTree)
        }
        return parts.flatMap { $0 }
    }

    private func prepare(borrowingFrom mirror: Mirror) throws(GitError) {
        try FileStore.makeFolder(workTree)
        guard !FileStore.exists(workTree.appending(".git")) else {
            throw .unsafePath(path: workTree.string, reason: "it is a git repository of its own")
        }
        _ = try borrowingRepository(of: mirror)
    }

    /// The git directory, made when it is missing, with the objects of `mirror`.
    func borrowingRepository(of mirror: Mirror) throws(GitError) -> Repository {
        if !isMade {
            try FileStore.remove(gitDirectory)
            try FileStore.makeFolder(gitDirectory.removingLastComponent())
            _ = try Repository(creatingBareAt: gitDirectory)
        }
        for left in ["index.lock", "HEAD.lock"] { try FileStore.remove(gitDirectory.appending(left)) }
        try FileStore.makeFolder(gitDirectory.appending("objects/info"))
        let alternates = gitDirectory.appending("objects/info/alternates")
        // What a checkout from another mirror may have left is known only there.
        let others = try isUnfinished() ? FileStore.read(alternates)?.split(separator: "\n").map(String.init) : nil
        let folders = [mirror.objects.string] + (others ?? []).filter { $0 != mirror.objects.string }
        try FileStore.write(folders.joined(separator: "\n") + "\n", to: alternates)
        return try Repository(at: gitDirectory)
    }

    /// Records what is begun and removes what goes; gives what is to be written.
    private func begin(
        _ commit: CommitID,
        after unfinished: [CommitID],
        changed: [Int]?,
        _ flag: CancellationFlag
    ) throws -> CheckoutPlan {
        let repository = try Repository(at: gitDirectory)
        for other in unfinished where other != commit {
            guard try repository.contains(other) else { continue }
            try removeLeftovers(of: other, before: commit, in: repository, flag)
        }
        let plan = try CheckoutPlan(from: repository.index(), changed: changed, to: commit, in: repository)
        try flag.check()
        try PendingCheckouts(in: gitDirectory).replace(with: commit)
        try remove(plan.removed)
        return plan
    }

    /// Enters what was written into the index, also when it is not all: the next update need not write it again.
    private func finish(
        _ commit: CommitID,
        _ plan: CheckoutPlan,
        _ parts: [CheckoutWriting.Part]
    ) throws -> Int {
        let repository = try Repository(at: gitDirectory)
        let index = try repository.index()
        try index.forget(plan.removed)
        for part in parts {
            let files = plan.files[part.range]
            for (file, status) in zip(files, part.statuses) { try index.enter(file, status) }
            // The index is young now: what was too young to be believed must not look older than it.
            for file in files.dropFirst(part.statuses.count) where file.isIndexed { try index.enter(file, stat()) }
        }
        for gitlink in plan.gitlinks { try index.enter(gitlink) }
        try check(git_index_write(index.pointer), "write the index of", gitDirectory.string)
        if let error = parts.lazy.compactMap(\.error).first { throw error }
        guard parts.allSatisfy({ $0.statuses.count == $0.range.count }) else { throw CancellationError() }
        var id = commit.oid
        try check(git_repository_set_head_detached(repository.pointer, &id), "set HEAD of", gitDirectory.string)
        try PendingCheckouts(in: gitDirectory).clear()
        return parts.reduce(0) { $0 + $1.writtenFiles }
    }
}
