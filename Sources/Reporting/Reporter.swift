// SPDX-License-Identifier: Apache-2.0

/// Where the domain sends its ``Event``s; what becomes of them is decided elsewhere.
package struct Reporter: Sendable {
    private let receive: @Sendable (Event) -> Void

    package init(_ receive: @escaping @Sendable (Event) -> Void) {
        self.receive = receive
    }

    /// A reporter that nobody listens to.
    package static let silent = Reporter { _ in }

    package func report(_ event: Event) {
        receive(event)
    }

    /// Runs `work` as `stage` and reports its start, its end, how long it took and the note made of its value.
    package func stage<Value>(
        _ stage: Stage,
        note: (Value) -> String? = { _ in nil },
        _ work: () async throws -> Value
    ) async throws -> Value {
        report(.stageStarted(stage))
        let start = ContinuousClock.now
        let value = try await work()
        report(.stageFinished(stage, took: ContinuousClock.now - start, note: note(value)))
        return value
    }
}
