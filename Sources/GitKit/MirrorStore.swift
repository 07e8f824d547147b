// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit
package import SystemPackage

/// The mirrors of a cache: one for each URL, filled when they are asked for and mended when they are broken.
package struct MirrorStore: Sendable {
    /// Where they lie.
    package let folder: FilePath
    private let rewrites: URLRewrites
    /// Whether nothing may be fetched.
    let isOffline: Bool
    /// Whether all refs are fetched, also where the commit is there already.
    private let isThorough: Bool
    private let report: @Sendable (SourceProgress) -> Void

    /// Mirrors in `folder`, which need not be there.
    package init(
        in folder: FilePath,
        rewrites: URLRewrites = URLRewrites(),
        isOffline: Bool = false,
        isThorough: Bool = false,
        progress: @escaping @Sendable (SourceProgress) -> Void = { _ in }
    ) {
        self.isThorough = isThorough
        self.folder = folder
        self.rewrites = rewrites
        self.isOffline = isOffline
        report = progress
    }

    /// The mirror of `url`, and the commit in it that `request` means; see ``Mirror/bring(_:isOffline:rewrites:progress:)``.
    package func bring(_ request: RefRequest, of url: GitURL) async throws -> (Mirror, ResolvedRef) {
        try await mending(url, nil) { mirror in
            if isThorough { try await mirror.fetch(progress: progress(of: url)) }
            let resolved = try await mirror.bring(
                request,
                isOffline: isOffline,
                rewrites: rewrites,
                progress: progress(of: url)
            )
            return (mirror, resolved)
        }
    }

    /// The mirror of `url`, with `commit` in it.
    func mirror(of url: GitURL, with commit: CommitID) async throws -> Mirror {
        try await mending(url, nil) { mirror in
            if try mirror.contains(commit: commit), !isThorough { return mirror }
            if isOffline { throw GitError.offline(missing: [.ref("\(commit)", url: url.description)]) }
            try await mirror.fetch(progress: progress(of: url))
            try await mirror.fetch(commit: commit, progress: progress(of: url))
            return mirror
        }
    }

    /// Runs `work` on the mirror of `url`; when it fails because the mirror is broken, once more on a new one. `commit` is
    /// one whose files `work` reads.
    ///
    /// A mirror whose packs are seen to be broken is renewed before: a fetch would put what it misses beside them.
    func mending<Value: Sendable>(
        _ url: GitURL,
        _ commit: CommitID?,
        _ work: (Mirror) async throws -> Value
    ) async throws -> Value {
        let mirror = try await open(url)
        if let damage = try await mirror.packDamage() { try await mend(mirror, damage, at: nil) }
        do {
            return try await work(mirror)
        } catch let error as GitError where error.mayBeDamage {
            guard let damage = try await mirror.damage(at: commit) else { throw error }
            try await mend(mirror, damage, at: commit)
            return try await work(mirror)
        }
    }

    private func mend(_ mirror: Mirror, _ damage: String, at commit: CommitID?) async throws {
        let url = mirror.url
        guard !isOffline else {
            throw GitError.damagedMirror(path: mirror.path.string, url: url.description, reason: damage)
        }
        report(.mending(url, reason: damage))
        try await mirror.renew(afterDamageAt: commit, progress: progress(of: url))
    }

    /// Where the mirror of `url` is or would be.
    package func mirror(of url: GitURL) throws(GitError) -> Mirror {
        try Mirror(path: folder.appending(url.mirrorName), url: url, source: rewrites.location(of: url))
    }

    private func open(_ url: GitURL) async throws -> Mirror {
        let mirror = try mirror(of: url)
        if isOffline, !FileStore.exists(mirror.path) {
            throw GitError.offline(missing: [.repository(url: url.description)])
        }
        return try await Mirror.open(at: mirror.path, url: url, from: mirror.source, progress: progress(of: url))
    }

    private func progress(of url: GitURL) -> TransferReport {
        let report = report
        return { report(.fetching(url, $0)) }
    }
}

extension Mirror {
    /// What is broken in the packs, as far as a glance tells; what a fetch left that was killed while it put a pack in
    /// its place is removed.
    func packDamage() async throws -> String? {
        let packs = PackFolder(of: self)
        guard try packs.fault() != nil else { return nil }
        // Another process may be putting a pack there, whose two files come one after the other.
        let lock = try await lock()
        guard try packs.fault() != nil else { return nil }
        if let damage = try await damage(at: nil) { return damage }
        try packs.removeHalves()
        _ = consume lock
        return nil
    }

    /// What is broken, as ``MirrorExamination`` sees it.
    func damage(at commit: CommitID?) async throws -> String? {
        let mirror = self
        return try await BlockingWork.run { flag in try MirrorExamination(of: mirror, flag).damage(at: commit) }
    }
}

extension GitError {
    /// Whether a broken mirror can be the reason.
    fileprivate var mayBeDamage: Bool {
        switch self {
        case .libgit2, .file, .fetchFailed, .noDefaultBranch: true
        default: false
        }
    }
}
