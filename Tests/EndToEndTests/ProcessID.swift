// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The process of a run that is to be interrupted, told by the run itself.
final class ProcessID: Sendable {
    private struct State {
        var id: Int32 = 0
        var wasInterrupted = false
    }

    private let state = Mutex(State())

    var id: Int32 { state.withLock(\.id) }

    func set(_ id: Int32) { state.withLock { $0.id = id } }

    /// A second call does nothing.
    func interruptOnce(with signal: Int32 = SIGINT) {
        let target: Int32? = state.withLock { state in
            defer { state.wasInterrupted = true }
            return state.wasInterrupted || state.id == 0 ? nil : state.id
        }
        if let target { kill(target, signal) }
    }
}
