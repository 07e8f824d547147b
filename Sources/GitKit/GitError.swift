// SPDX-License-Identifier: Apache-2.0

/// What can go wrong with git, with the facts of it. URLs in it are already redacted.
package enum GitError: Error, Equatable {
    case libgit2(operation: String, subject: String, code: Int32, message: String)
    case versionMismatch(compiled: String, running: String)
    case file(operation: String, path: String, reason: String)
    case invalidCommit(String)
    case unknownRef(ref: String, url: String, candidates: [String])
    case invalidRef(ref: String, reason: String)
    case ambiguousRef(ref: String, url: String)
    case noDefaultBranch(url: String)
    case unsafeURL(url: String, reason: String)
    case unsafePath(path: String, reason: String)
    case fetchFailed(url: String, reason: String)
    case offline(missing: [MissingSource])
    /// What a mirror was is to be fetched again, and must not be.
    case damagedMirror(path: String, url: String, reason: String)
    /// `name` is that of the patch's file.
    case patch(name: String, reason: String)
    /// Only git's own command could have logged in there.
    case gitNotInstalled(url: String, reason: String)
    /// A gitlink that `.gitmodules` says nothing about.
    case unlistedSubmodule(path: String, commit: String)
    indirect case submodule(path: String, url: String, reason: GitError)
    case submodulesTooDeep(limit: Int)
}

extension GitError: CustomStringConvertible {
    /// The error in one sentence that follows "cephdev: ".
    package var description: String {
        switch self {
        case .libgit2(let operation, let subject, _, let message):
            "cannot \(operation) \(subject): \(message)"
        case .versionMismatch(let compiled, let running):
            "libgit2 \(running) is loaded, but \(compiled) was compiled against"
        case .file(let operation, let path, let reason):
            "cannot \(operation) \(path): \(reason)"
        case .invalidCommit(let text):
            "'\(text)' is not a commit: 40 lower-case hexadecimal digits are needed"
        case .unknownRef(let ref, let url, let candidates):
            "no branch, tag or commit '\(ref)' in \(url)"
                + (candidates.isEmpty ? "" : "; similar: " + candidates.joined(separator: ", "))
        case .invalidRef(let ref, let reason):
            "'\(ref)' is no ref: \(reason)"
        case .offline(let missing):
            "without a network the source is not complete: " + missing.map(\.description).joined(separator: "; ")
        case .damagedMirror(let path, let url, let reason):
            "\(path), the mirror of \(url), is broken: \(reason)"
        case .patch(let name, let reason):
            "the patch \(name) does not apply: \(reason)"
        case .ambiguousRef(let ref, let url):
            "'\(ref)' is ambiguous in \(url): more than one object begins with it"
        case .noDefaultBranch(let url):
            "\(url) names no default branch"
        case .unsafeURL(let url, let reason):
            "refusing the URL '\(url)': \(reason)"
        case .unsafePath(let path, let reason):
            "refusing the path '\(path)': \(reason)"
        case .fetchFailed(let url, let reason):
            "cannot fetch \(url): \(reason)"
        case .gitNotInstalled(let url, let reason):
            "cannot fetch \(url): \(reason), and the git command, which could log in, is not installed"
        case .unlistedSubmodule(let path, let commit):
            "submodule '\(path)' at \(commit) has no entry in .gitmodules"
        case .submodule(let path, let url, let reason):
            "cannot get submodule '\(path)' from \(url): \(reason)"
        case .submodulesTooDeep(let limit):
            "submodules are nested deeper than \(limit) levels"
        }
    }
}
