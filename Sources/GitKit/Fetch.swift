// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit
internal import SystemPackage

/// One fetch into a bare repository, and the decision which program does it.
///
/// libgit2 reads neither the configuration of ssh nor credential helpers and lacks RSA keys, so ssh is left to git
/// where git is installed; so is a server that wants a log-in. Between two repositories on this host libgit2 packs
/// everything that one branch's trees hold (a minute for one commit of Ceph), git what is new.
struct Fetch: Sendable {
    let repository: FilePath
    let url: GitURL
    let refspecs: [String]
    /// Whether refs that vanished on the other side are dropped here, and the default branch recorded.
    let prunes: Bool
    /// The one ref that is fetched; when it is not there, that is no failure to fetch.
    var onlyRef: String?
    let report: TransferReport

    func run() async throws {
        switch url.kind {
        case .ssh: try await gitOrLibrary()
        case .path:
            do {
                try await gitOrLibrary()
            } catch GitError.fetchFailed where prunes || onlyRef != nil {
                // git refuses a repository of another user; what is to be read in it, libgit2 can read.
                try await library()
            }
        case .http:
            do {
                try await library()
            } catch GitError.libgit2(_, _, GIT_EAUTH.rawValue, let message) {
                try await logIn(after: url.redacting(message))
            }
        case .git: try await library()
        }
    }

    private func gitOrLibrary() async throws {
        do {
            try await GitCommandFetch(self).run()
        } catch ProcessError.notFound {
            try await library()
        }
    }

    private func library() async throws {
        do {
            try await BlockingWork.run { flag in
                do throws(GitError) {
                    try LibraryFetch(self, flag).run()
                } catch {
                    try flag.check()
                    throw error
                }
            }
        } catch let error as GitError {
            if case .libgit2(_, _, GIT_EAUTH.rawValue, _) = error, url.kind == .http { throw error }
            throw error.asFetchFailure(of: url)
        }
    }

    private func logIn(after reason: String) async throws {
        do {
            try await GitCommandFetch(self).run()
        } catch ProcessError.notFound {
            throw GitError.gitNotInstalled(url: url.description, reason: reason)
        }
    }
}

extension GitError {
    /// The reason alone, under the name of the remote.
    func asFetchFailure(of url: GitURL) -> GitError {
        guard case .libgit2(_, _, _, let message) = self else { return self }
        return .fetchFailed(url: url.description, reason: url.redacting(message))
    }

    func asFetchFailure(of path: String) -> GitError {
        guard case .libgit2(_, _, _, let message) = self else { return self }
        return .fetchFailed(url: path, reason: message)
    }
}
