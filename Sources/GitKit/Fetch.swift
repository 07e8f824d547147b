// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit
internal import SystemPackage

/// One fetch into a bare repository, and the decision which program does it.
///
/// libgit2 reads neither the configuration of ssh nor credential helpers and lacks RSA keys, so ssh is left to git
/// where git is installed; so is a server that wants a log-in.
struct Fetch: Sendable {
    let repository: FilePath
    let url: GitURL
    let refspecs: [String]
    /// Whether refs that vanished on the other side are dropped here, and the default branch recorded.
    let prunes: Bool
    let report: TransferReport

    func run() async throws {
        switch url.kind {
        case .ssh: try await gitOrLibrary()
        // Between two local repositories libgit2 can only ask for what a branch or tag leads to.
        case .path where !prunes: try await gitOrLibrary()
        case .http:
            do {
                try await library()
            } catch GitError.libgit2(_, _, GIT_EAUTH.rawValue, let message) {
                try await logIn(after: url.redacting(message))
            }
        case .path, .git: try await library()
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
