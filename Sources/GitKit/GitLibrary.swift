// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import Glibc

/// libgit2's process-wide state, set up in one place.
package enum GitLibrary {
    private static let started: Result<Void, GitError> = Result { () throws(GitError) in try setUp() }

    /// Prepares libgit2; the first call does the work, each later one repeats its outcome.
    ///
    /// - Throws: ``GitError/versionMismatch(compiled:running:)`` when the loaded library is not the one whose headers
    ///   were compiled in: its structures may differ.
    package static func start() throws(GitError) {
        try started.get()
    }

    private static func setUp() throws(GitError) {
        var (major, minor, revision): (Int32, Int32, Int32) = (0, 0, 0)
        git_libgit2_version(&major, &minor, &revision)
        let compiled = [LIBGIT2_VER_MAJOR, LIBGIT2_VER_MINOR, LIBGIT2_VER_REVISION]
        guard [major, minor, revision] == compiled else {
            throw .versionMismatch(compiled: dotted(compiled), running: dotted([major, minor, revision]))
        }
        try check(git_libgit2_init(), "start", "libgit2")
        // libgit2 writes to sockets without MSG_NOSIGNAL: a server that hangs up must be an error, not an end.
        _ = signal(SIGPIPE, SIG_IGN)
        // A checkout may belong to somebody else: nothing of it is run, neither hooks nor configured commands.
        try check(cgit2_set_owner_validation(0), "configure", "libgit2")
        // Packs are hashed when they are received; hashing again at every read doubles the time of a checkout.
        try check(cgit2_set_strict_hash_verification(0), "configure", "libgit2")
        try check(cgit2_set_server_timeouts(30_000, 120_000), "configure", "libgit2")
    }

    private static func dotted(_ version: [Int32]) -> String {
        version.map(String.init).joined(separator: ".")
    }
}

/// Turns a failed libgit2 call into an error; gives back what the call returned otherwise.
@discardableResult
func check(_ code: Int32, _ operation: String, _ subject: @autoclosure () -> String) throws(GitError) -> Int32 {
    guard code < 0 else { return code }
    let message = git_error_last()?.pointee.message.map { String(cString: $0) } ?? "error \(code)"
    throw .libgit2(operation: operation, subject: subject(), code: code, message: message)
}
