// SPDX-License-Identifier: Apache-2.0

/// How far a fetch has come.
package struct TransferProgress: Sendable, Equatable {
    /// Objects that have come.
    package var receivedObjects: Int
    /// 0 until the other side has counted.
    package var totalObjects: Int
    /// Bytes that have come; 0 where git's own command fetches.
    package var receivedBytes: Int

    /// Takes counts as they are.
    package init(receivedObjects: Int, totalObjects: Int, receivedBytes: Int) {
        self.receivedObjects = receivedObjects
        self.totalObjects = totalObjects
        self.receivedBytes = receivedBytes
    }
}

extension TransferProgress {
    /// Reads a line of `git fetch --progress`: `Receiving objects:  12% (1/8), 1.00 KiB`.
    init?(gitLine line: String) {
        guard line.hasPrefix("Receiving objects:"), let open = line.firstIndex(of: "("),
            let close = line.firstIndex(of: ")"), open < close
        else { return nil }
        let counts = line[line.index(after: open)..<close].split(separator: "/").compactMap { Int($0) }
        guard counts.count == 2 else { return nil }
        self.init(receivedObjects: counts[0], totalObjects: counts[1], receivedBytes: 0)
    }
}
