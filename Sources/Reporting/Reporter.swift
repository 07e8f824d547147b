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

    /// One whose lines begin with `text`: it works at something beside others.
    package func prefixed(_ text: String) -> Reporter {
        Reporter { [self] event in
            switch event {
            case .stageFinished(let stage, let took, let note):
                report(.stageFinished(stage, took: took, note: text + (note ?? "done")))
            case .output(let line): report(.output(text + line))
            case .note(let line): report(.note(text + line))
            case .warning(let line): report(.warning(text + line))
            case .detail(let line): report(.detail(text + line))
            case .stageStarted, .progress: report(event)
            }
        }
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
