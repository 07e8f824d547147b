// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A line that a running program has printed.
final class LineBox: Sendable {
    private let last = Mutex("")

    var line: String { last.withLock { $0 } }

    func set(_ line: String) { last.withLock { $0 = line } }
}
