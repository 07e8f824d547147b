// SPDX-License-Identifier: Apache-2.0

import GitKit
import Synchronization
import SystemPackage
import Testing

extension Sandbox {
    /// Brings `tree` to a commit of the repository `source`.
    @discardableResult
    func checkOut(
        _ commit: String,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Int {
        let mirror = try await mirror("source")
        let commit = try CommitID(parsing: commit)
        if try !mirror.contains(commit: commit) { try await mirror.fetch() }
        if try !mirror.contains(commit: commit) { try await mirror.fetch(commit: commit) }
        let checkout = Checkout(workTree: path("tree"), gitDirectory: path("git"))
        return try await checkout.update(to: commit, from: mirror, progress: progress)
    }

    /// The same, cancelled when so many files are written.
    func checkOut(_ commit: String, cancelledAfter files: Int) async throws {
        let running = Mutex<Task<Int, any Error>?>(nil)
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let update = Task {
            for await _ in starts { break }
            return try await checkOut(commit) { done, _ in
                if done == files { running.withLock { $0?.cancel() } }
            }
        }
        running.withLock { $0 = update }
        start.yield()
        await #expect(throws: CancellationError.self) { try await update.value }
    }

    /// The commits whose checkout did not come to its end.
    func pending() throws -> [String] {
        guard exists("git/PENDING_CHECKOUTS") else { return [] }
        return try read("git/PENDING_CHECKOUTS").split(separator: "\n").map(String.init)
    }

    /// What git says of the work tree.
    func gitStatus() async throws -> String {
        try await run(
            "git",
            "--git-dir=\(path("git"))",
            "--work-tree=\(path("tree"))",
            "-c",
            "core.bare=false",
            "status",
            "--porcelain"
        )
    }
}
