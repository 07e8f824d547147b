// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ProcessKit

/// A fetch by git's own command, which knows the user's ssh configuration and credential helpers.
struct GitCommandFetch: Sendable {
    private let fetch: Fetch

    init(_ fetch: Fetch) {
        self.fetch = fetch
    }

    /// Throws `ProcessError.notFound` when git is not installed.
    func run() async throws {
        let prune = fetch.prunes ? ["--prune"] : []
        let options = ["--progress", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"]
        let report = fetch.report
        _ = try await git(["fetch"] + options + prune + ["--", "origin"] + fetch.refspecs) { line, _ in
            if let progress = TransferProgress(gitLine: line) { report(progress) }
        }
        if fetch.prunes { try await recordDefaultBranch() }
    }

    private func recordDefaultBranch() async throws {
        let lines = try await git(["ls-remote", "--symref", "--", "origin", "HEAD"], onLine: nil).output
        var head: DefaultBranch?
        for fields in lines.map({ $0.split(separator: "\t") }) where fields.count == 2 && fields[1] == "HEAD" {
            if fields[0].hasPrefix("ref: ") {
                head = .branch(String(fields[0].dropFirst(5)))
            } else if head == nil {
                head = try .commit(CommitID(parsing: String(fields[0])))
            }
        }
        try Repository(at: fetch.repository).recordDefault(head)
    }

    private func git(
        _ arguments: [String],
        onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)?
    ) async throws -> ProcessResult {
        let settings = ["core.hooksPath=/dev/null", "gc.auto=0", "maintenance.auto=false", "protocol.version=2"]
        let command = Command(
            "git",
            settings.flatMap { ["-c", $0] } + ["--git-dir=\(fetch.repository)"] + arguments,
            environment: environment
        )
        let result = try await ProcessRunner.run(command, onLine: onLine)
        guard result.status.isSuccess else {
            let reason = result.errors.suffix(5).joined(separator: "; ")
            throw GitError.fetchFailed(
                url: fetch.url.description,
                reason: reason.isEmpty ? "git ended with \(result.status)" : fetch.url.redacting(reason)
            )
        }
        return result
    }

    /// The URL goes by the environment: it may hold a password, and arguments are seen by everybody.
    private var environment: [String: String] {
        let count = getenv("GIT_CONFIG_COUNT").flatMap { Int(String(cString: $0)) } ?? 0
        let protocols =
            switch fetch.url.kind {
            case .path: "file"
            case .http: "http:https"
            case .git: "git"
            case .ssh: "ssh"
            }
        // A question of ssh's could not be answered: the program has no terminal of its own.
        let asksNothing = getenv("GIT_SSH_COMMAND") == nil && getenv("GIT_SSH") == nil
        let ssh = asksNothing ? ["GIT_SSH_COMMAND": "ssh -o BatchMode=yes"] : [:]
        return ssh.merging([
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ALLOW_PROTOCOL": protocols,
            "GIT_CONFIG_COUNT": String(count + 1),
            "GIT_CONFIG_KEY_\(count)": "remote.origin.url",
            "GIT_CONFIG_VALUE_\(count)": fetch.url.location,
            "LC_ALL": "C",
        ]) { $1 }
    }
}
