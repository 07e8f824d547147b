// SPDX-License-Identifier: Apache-2.0

internal import CGit2

extension Mirror {
    private static let pinnedPrefix = "refs/pinned/"
    private static let incomingPrefix = "refs/incoming/"

    /// The commit that `request` means now; what it needs is fetched before.
    ///
    /// A full commit that is there already needs no network; everything else may have moved. Pull requests and branches of
    /// forks are fetched alone and kept here, beside the objects that they share with the rest. `rewrites` say where a fork
    /// is fetched from.
    ///
    /// - Throws: ``GitError/unknownRef(ref:url:candidates:)``; ``GitError/offline(missing:)``
    package func bring(
        _ request: RefRequest,
        isOffline: Bool = false,
        rewrites: URLRewrites = URLRewrites(),
        progress: @escaping TransferReport = { _ in }
    ) async throws -> ResolvedRef {
        switch request {
        case .defaultBranch, .name:
            // What git cannot read it fetches anew, and leaves what is broken: it is to be noticed before.
            _ = try commit(ofRef: Self.defaultBranchRef)
            if !isOffline { try await fetch(for: request, progress) }
            return try isOffline ? present(request) : resolve(ref: request.name)
        case .pull(let number):
            return try await pinned(
                "pull/\(number)",
                named: "refs/pull/\(number)/head",
                from: source,
                request,
                isOffline,
                progress
            )
        case .fork(let owner, let branch):
            return try await pinned(
                "forks/\(owner)/\(branch)",
                named: "refs/heads/\(branch)",
                from: rewrites.location(of: url.fork(of: owner)),
                request,
                isOffline,
                progress
            )
        }
    }

    /// What is here and what is not is all that can be said without a network.
    private func present(_ request: RefRequest) throws(GitError) -> ResolvedRef {
        do {
            return try resolve(ref: request.name)
        } catch {
            switch error {
            case .unknownRef, .noDefaultBranch:
                throw .offline(missing: [.ref("\(request)", url: url.description)])
            default: throw error
            }
        }
    }

    private func fetch(for request: RefRequest, _ progress: @escaping TransferReport) async throws {
        // Text that is no full commit is a name to look up.
        guard let commit = request.name.flatMap({ try? CommitID(parsing: $0) }) else {
            return try await fetch(progress: progress)
        }
        if try contains(commit: commit) { return }
        try await fetch(progress: progress)
        try await fetch(commit: commit, progress: progress)
    }

    private func pinned(
        _ pin: String,
        named remote: String,
        from place: GitURL,
        _ request: RefRequest,
        _ isOffline: Bool,
        _ progress: @escaping TransferReport
    ) async throws -> ResolvedRef {
        let origin = try request.origin(in: url)
        if !isOffline {
            do {
                try await fetch(pin: pin, named: remote, from: place, progress)
            } catch GitError.unknownRef {
                throw GitError.unknownRef(ref: "\(request)", url: origin.description, candidates: [])
            }
        }
        guard let commit = try commit(ofRef: Self.pinnedPrefix + pin) else {
            throw GitError.offline(missing: [.ref("\(request)", url: origin.description)])
        }
        return ResolvedRef(commit: commit, name: "\(request)")
    }

    /// What comes is looked at before it takes the place of what came last: libgit2 does not say that a ref is gone.
    private func fetch(
        pin: String,
        named remote: String,
        from place: GitURL,
        _ progress: @escaping TransferReport
    ) async throws {
        let lock = try await lock()
        let incoming = Self.incomingPrefix + pin
        try remove(incoming)
        try await run(
            Fetch(
                repository: path,
                url: place,
                refspecs: ["+\(remote):\(incoming)"],
                prunes: false,
                onlyRef: remote,
                report: progress
            )
        )
        let isThere = try keep(incoming, as: Self.pinnedPrefix + pin)
        _ = consume lock
        guard isThere else { throw GitError.unknownRef(ref: remote, url: place.description, candidates: []) }
    }

    private func remove(_ ref: String) throws(GitError) {
        let repository = try Repository(at: path)
        try repository.removeRef(ref)
    }

    private func commit(ofRef ref: String) throws(GitError) -> CommitID? {
        let repository = try Repository(at: path)
        return try repository.commit(ofRef: ref)
    }

    /// Gives a ref another name; false when it is not there.
    private func keep(_ incoming: String, as pinned: String) throws(GitError) -> Bool {
        let repository = try Repository(at: path)
        guard let commit = try repository.commit(ofRef: incoming) else { return false }
        try repository.setRef(pinned, to: commit)
        try repository.removeRef(incoming)
        return true
    }
}

extension RefRequest {
    fileprivate var name: String? {
        guard case .name(let name) = self else { return nil }
        return name
    }
}

extension Repository {
    /// The commit that the full name `ref` leads to; nil when there is none.
    func commit(ofRef ref: String) throws(GitError) -> CommitID? {
        let pointer = pointer
        guard
            let reference = try Handle.found(
                git_reference_free,
                "read",
                ref,
                { git_reference_lookup(&$0, pointer, ref) }
            ),
            let commit = try Handle.found(
                git_object_free,
                "find the commit of",
                ref,
                { git_reference_peel(&$0, reference.pointer, GIT_OBJECT_COMMIT) }
            )
        else { return nil }
        return git_object_id(commit.pointer).map { CommitID($0.pointee) }
    }

    func setRef(_ ref: String, to commit: CommitID) throws(GitError) {
        var made: OpaquePointer?
        defer { git_reference_free(made) }
        var id = commit.oid
        try check(git_reference_create(&made, pointer, ref, &id, 1, nil), "write", ref)
    }

    /// Nothing happens when it is not there.
    func removeRef(_ ref: String) throws(GitError) {
        let code = git_reference_remove(pointer, ref)
        if code != GIT_ENOTFOUND.rawValue { try check(code, "remove", ref) }
    }
}
