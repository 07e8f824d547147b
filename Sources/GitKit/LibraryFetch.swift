// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit

/// A fetch by libgit2. Blocks.
struct LibraryFetch {
    private let fetch: Fetch
    private let flag: CancellationFlag

    init(_ fetch: Fetch, _ flag: CancellationFlag) {
        self.fetch = fetch
        self.flag = flag
    }

    func run() throws(GitError) {
        let repository = try Repository(at: fetch.repository)
        let remote = try makeRemote(in: repository)
        let observer = TransferObserver(flag: flag, report: fetch.report)
        var options = git_fetch_options()
        try check(
            git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION)),
            "fetch",
            fetch.url.description
        )
        observer.install(in: &options)
        options.prune = fetch.prunes ? GIT_FETCH_PRUNE : GIT_FETCH_NO_PRUNE
        let code = withExtendedLifetime(observer) {
            withStringArray(fetch.refspecs) { git_remote_fetch(remote.pointer, &$0, &options, nil) }
        }
        try check(code, "fetch", fetch.url.description)
        if fetch.prunes { try recordDefaultBranch(of: remote, in: repository) }
    }

    /// Without a name nothing is written into the configuration, so no secret of the URL either.
    private func makeRemote(in repository: borrowing Repository) throws(GitError) -> Handle {
        let subject = fetch.url.description
        var options = git_remote_create_options()
        try check(
            git_remote_create_options_init(&options, UInt32(GIT_REMOTE_CREATE_OPTIONS_VERSION)),
            "prepare",
            subject
        )
        options.repository = repository.pointer
        // What the configuration wants replaced was replaced already.
        options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF.rawValue | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC.rawValue
        return try Handle(git_remote_free, "prepare", subject) {
            git_remote_create_with_opts(&$0, fetch.url.location, &options)
        }
    }

    private func recordDefaultBranch(
        of remote: borrowing Handle,
        in repository: borrowing Repository
    ) throws(GitError) {
        var name = git_buf()
        defer { git_buf_dispose(&name) }
        let code = git_remote_default_branch(&name, remote.pointer)
        if code == GIT_ENOTFOUND.rawValue {
            return try repository.recordDefault(detachedHead(of: remote).map(DefaultBranch.commit))
        }
        try check(code, "read the default branch of", fetch.url.description)
        try repository.recordDefault(name.ptr.map { .branch(String(cString: $0)) })
    }

    /// What a remote's HEAD stands on when it is no branch.
    private func detachedHead(of remote: borrowing Handle) -> CommitID? {
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        guard git_remote_ls(&heads, &count, remote.pointer) == 0, count > 0, let first = heads?[0]?.pointee,
            String(cString: first.name) == "HEAD"
        else { return nil }
        return CommitID(first.oid)
    }
}
