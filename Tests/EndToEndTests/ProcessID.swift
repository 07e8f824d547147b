// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The process of a run that is to be interrupted, told by the run itself.
final class ProcessID: Sendable {
    private let value = Mutex<Int32>(0)

    func set(_ id: Int32) { value.withLock { $0 = id } }

    /// A second call does nothing.
    func interruptOnce() {
        let id = value.withLock { id in
            defer { id = 0 }
            return id
        }
        if id > 0 { kill(id, SIGINT) }
    }
}
