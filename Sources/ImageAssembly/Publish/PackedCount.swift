// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Counts what is done, from whichever thread it is done on.
final class PackedCount: Sendable {
    private let count = Mutex(0)
    private let total: Int
    private let report: @Sendable (Int, Int) -> Void

    init(total: Int, _ report: @escaping @Sendable (Int, Int) -> Void) {
        self.total = total
        self.report = report
    }

    func advance() {
        // Reported inside, so that the numbers come in their order.
        count.withLock { count in
            count += 1
            report(count, total)
        }
    }
}
