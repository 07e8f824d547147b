// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The lines that a running program has printed.
final class LineBox: Sendable {
    private let all = Mutex<[String]>([])

    var lines: [String] { all.withLock { $0 } }

    /// The last one.
    var line: String { lines.last ?? "" }

    func append(_ line: String) { all.withLock { $0.append(line) } }
}
