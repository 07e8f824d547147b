// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ProcessKit

/// A fetch by git's own command, which knows the user's ssh configuration and credential helpers.
struct GitCommandFetch: Sendable {
    /// A name that no configuration has: of several URLs of one remote git would take the first.
    private static let remote = "cephdev-source"

    private let fetch: Fetch

    init(_ fetch: Fetch) {
        self.fetch = fetch
    }

    /// Throws `ProcessError.notFound` when git is not installed.
    func run() async throws {
        let prune = fetch.prunes ? ["--prune"] : []
        let options = ["--progress", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"]
        let report = fetch.report
        do {
            _ = try await git(["fetch"] + options + prune + ["--", Self.remote] + fetch.refspecs) { line, _ in
                if let progress = TransferProgress(gitLine: line) { report(progress) }
            }
        } catch let error as GitError {
            try await explain(error)
        }
        if fetch.prunes { try await recordDefaultBranch() }
    }

    private func recordDefaultBranch() async throws {
        let lines = try await git(["ls-remote", "--symref", "--", Self.remote, "HEAD"], onLine: nil).output
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

    /// A missing ref has an exit status of its own only with `ls-remote`.
    private func explain(_ error: GitError) async throws {
        guard let ref = fetch.onlyRef else { throw error }
        let listing = try await ProcessRunner.run(command(["ls-remote", "--exit-code", "--", Self.remote, ref]))
        guard case .exited(2) = listing.status else { throw error }
        throw GitError.unknownRef(ref: ref, url: fetch.url.description, candidates: [])
    }

    private func git(
        _ arguments: [String],
        onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)?
    ) async throws -> ProcessResult {
        let result = try await ProcessRunner.run(command(arguments), onLine: onLine)
        guard result.status.isSuccess else {
            let reason = result.errors.suffix(5).joined(separator: "; ")
            throw GitError.fetchFailed(
                url: fetch.url.description,
                reason: reason.isEmpty ? "git ended with \(result.status)" : fetch.url.redacting(reason)
            )
        }
        return result
    }

    private func command(_ arguments: [String]) -> Command {
        let settings = [
            "core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false",
            "protocol.version=2",
        ]
        return Command(
            "git",
            settings.flatMap { ["-c", $0] } + ["--git-dir=\(fetch.repository)"] + arguments,
            environment: environment
        )
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
            "GIT_CONFIG_COUNT": String(count + 2),
            "GIT_CONFIG_KEY_\(count)": "remote.\(Self.remote).url",
            "GIT_CONFIG_VALUE_\(count)": fetch.url.location,
            // The longest rule counts: this one keeps git from replacing what was replaced already.
            "GIT_CONFIG_KEY_\(count + 1)": "url.\(fetch.url.location).insteadOf",
            "GIT_CONFIG_VALUE_\(count + 1)": fetch.url.location,
            "LC_ALL": "C",
        ]) { $1 }
    }
}
