// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Glibc

/// Turns INT, TERM and HUP into the cancellation of a task, which ends programs and containers in order.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Runs `work` in a task that a signal cancels.
    static func guarding(_ work: @escaping @Sendable () async -> Int32) async -> Int32 {
        let task = Task { await work() }
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        let status = await task.value
        sources.forEach { $0.cancel() }
        return status
    }
}
