// SPDX-License-Identifier: Apache-2.0

/// Tells one waiter that something is there.
struct Arrival: Sendable {
    private let signal: AsyncStream<Never>
    private let end: AsyncStream<Never>.Continuation

    init() {
        (signal, end) = AsyncStream.makeStream()
    }

    func announce() {
        end.finish()
    }

    /// Returns when it was announced; throws when the task was cancelled before.
    func wait() async throws {
        for await _ in signal {}
        try Task.checkCancellation()
    }
}
