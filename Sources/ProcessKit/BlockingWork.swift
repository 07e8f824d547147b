// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization

/// Whether somebody has asked for the end; read by loops that cannot see the task they work for.
package final class CancellationFlag: Sendable {
    private let raised = Atomic(false)

    package init() {}

    package var isRaised: Bool { raised.load(ordering: .relaxed) }
    package func raise() { raised.store(true, ordering: .relaxed) }

    /// Throws `CancellationError` once the flag is up.
    package func check() throws {
        if isRaised { throw CancellationError() }
    }
}

/// Work that blocks its thread (C libraries, large files), kept off the threads that Swift's tasks share.
package enum BlockingWork {
    /// Runs `body` on a thread of its own kind. A cancelled task raises the flag that `body` is given.
    package static func run<Value: Sendable>(
        _ body: @escaping @Sendable (CancellationFlag) throws -> Value
    ) async throws -> Value {
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global(qos: .userInitiated).async {
                    continuation.resume(with: Result { try body(flag) })
                }
            }
        } onCancel: {
            flag.raise()
        }
    }
}
