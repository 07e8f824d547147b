// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit
package import SystemPackage

/// Told about the progress of a fetch, on any thread.
package typealias TransferReport = @Sendable (TransferProgress) -> Void

/// A bare copy of one remote repository: its branches under `refs/remotes/origin`, its tags under `refs/tags`.
package struct Mirror: Sendable, Hashable {
    /// Where it lies.
    package let path: FilePath
    /// Where it comes from, resolved.
    package let url: GitURL
    /// Where it is fetched from: `url`, or what stands for it.
    let source: GitURL

    /// Where the default branch of the remote is recorded.
    static let defaultBranchRef = "refs/remotes/origin/HEAD"
    static let branchPrefix = "refs/remotes/origin/"
    static let tagPrefix = "refs/tags/"

    private static let refspecs = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"]

    /// The objects that checkouts borrow.
    package var objects: FilePath { path.appending("objects") }

    /// The mirror at `path`; the first time, everything is fetched from `url`.
    ///
    /// It is filled beside its place and moved there when it is whole. Two processes may ask for the same mirror.
    package static func open(
        at path: FilePath,
        url: GitURL,
        from source: GitURL? = nil,
        progress: @escaping TransferReport = { _ in }
    ) async throws -> Mirror {
        let mirror = Mirror(path: path, url: url, source: source ?? url)
        if FileStore.exists(path) { return mirror }
        try FileStore.makeFolder(path.removingLastComponent())
        let lock = try await mirror.lock()
        if !FileStore.exists(path) { try await mirror.create(progress) }
        _ = consume lock
        return mirror
    }

    /// Fetches everything anew into the place of a broken mirror, which goes when the new one is whole.
    ///
    /// Nothing happens when another process did it meanwhile.
    func renew(afterDamageAt commit: CommitID?, progress: @escaping TransferReport) async throws {
        let lock = try await lock()
        guard try await damage(at: commit) != nil else { return }
        try await create(progress)
        _ = consume lock
    }

    /// Gets what is new and drops the branches and tags that vanished.
    package func fetch(progress: @escaping TransferReport = { _ in }) async throws {
        let lock = try await lock()
        try sweep()
        try await fetchAll(into: path, progress)
        _ = consume lock
    }

    /// Gets one commit that need not be the tip of anything; nothing happens when it is here.
    package func fetch(commit: CommitID, progress: @escaping TransferReport = { _ in }) async throws {
        if try contains(commit: commit) { return }
        let lock = try await lock()
        let pinned = "\(commit):refs/pinned/\(commit)"
        try await run(Fetch(repository: path, url: source, refspecs: [pinned], prunes: false, report: progress))
        _ = consume lock
        guard try contains(commit: commit) else {
            throw GitError.fetchFailed(url: url.description, reason: "it did not send commit \(commit)")
        }
    }

    func lock() async throws -> FileLock {
        let file = FilePath(path.string + ".lock")
        func failure(_ operation: String, _ error: Errno) -> GitError {
            .file(operation: operation, path: file.string, reason: error.description)
        }
        let lock: FileLock
        do {
            lock = try FileLock(at: file, permissions: .init(rawValue: 0o666))
        } catch {
            throw failure("open", error)
        }
        do {
            try await lock.wait()
        } catch let error as Errno {
            throw failure("lock", error)
        }
        return lock
    }

    private func create(_ progress: @escaping TransferReport) async throws {
        let partial = FilePath(path.string + ".partial")
        try FileStore.remove(partial)
        do {
            if let local = source.path {
                guard FileStore.exists(FilePath(local)) else {
                    throw named(.fetchFailed(url: source.description, reason: "there is no such folder"))
                }
                try await LocalClone(from: FilePath(local), to: partial).run()
            } else {
                _ = try Repository(creatingBareAt: partial)
            }
            try await fetchAll(into: partial, progress)
            try place(partial)
        } catch {
            try? FileStore.remove(partial)  // the next attempt begins with removing it; this error tells more
            throw error
        }
    }

    /// A broken mirror that lies there is moved aside first, and goes when the new one has its place.
    private func place(_ whole: FilePath) throws(GitError) {
        let damaged = FilePath(path.string + ".damaged")
        try FileStore.remove(damaged)
        if FileStore.exists(path) { try FileStore.rename(path, to: damaged) }
        try FileStore.rename(whole, to: path)
        try FileStore.remove(damaged)
    }

    private func fetchAll(into repository: FilePath, _ progress: @escaping TransferReport) async throws {
        try await run(
            Fetch(repository: repository, url: source, refspecs: Self.refspecs, prunes: true, report: progress)
        )
    }

    func run(_ fetch: Fetch) async throws {
        do {
            try await fetch.run()
        } catch let error as GitError {
            throw named(error)
        }
    }

    /// Says of a place that stands for the URL also whose it takes.
    private func named(_ error: GitError) -> GitError {
        guard source != url, case .fetchFailed(source.description, let reason) = error else { return error }
        return .fetchFailed(url: "\(source), which stands for \(url)", reason: reason)
    }
}

extension GitURL {
    /// A folder name for the mirror of this location: readable, and different for different locations.
    package var mirrorName: String {
        get throws(GitError) {
            try GitLibrary.start()
            let last = components.last ?? "repository"
            let base = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
            let readable = base.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }
            let identity = description  // without secrets: a new token is not a new repository
            var id = git_oid()
            try check(git_odb_hash(&id, identity, identity.utf8.count, GIT_OBJECT_BLOB), "name a mirror of", identity)
            return "\(String(readable.prefix(60)))-\(CommitID(id).description.prefix(16)).git"
        }
    }
}
