// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// What is known of a step while it runs, and stays known when its time is over.
final class StepTranscript: Sendable {
    private struct State {
        var lines: [String] = []
        var hasRun = false
        var status: ClusterStatus?
    }

    private let state = Mutex(State())

    var output: StepOutput { StepOutput(state.withLock(\.lines)) }
    /// Whether the script has ended, and well.
    var hasRun: Bool { state.withLock(\.hasRun) }
    /// The state of the cluster that was seen last.
    var status: ClusterStatus? { state.withLock(\.status) }

    func append(_ line: String) { state.withLock { $0.lines.append(line) } }
    func noteEnd() { state.withLock { $0.hasRun = true } }
    func note(_ status: ClusterStatus) { state.withLock { $0.status = status } }
}
