// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import Synchronization
import TestSupport

/// icecream's scheduler.
final class TestScheduler: Sendable {
    /// As helpers and builds ask it.
    let address: String
    private let lines = LineBox()
    private let watcher = Mutex<(@Sendable (String) -> Void)?>(nil)

    private init(address: String) {
        self.address = address
    }

    /// Runs `body` with a scheduler of its own, at an address that is not this machine's alone: on 127.0.0.1 icecream takes every
    /// helper for the builder itself.
    static func serving<Value: Sendable>(_ body: @escaping @Sendable (TestScheduler) async throws -> Value) async throws
        -> Value
    {
        let list = try await ProcessRunner.run(Command("ip", ["-4", "-oneline", "address", "show", "scope", "global"]))
        let fields = list.output.first?.split(separator: " ") ?? []
        guard fields.count > 3, let host = fields[3].split(separator: "/").first else { throw NoAddress() }
        let port = Int.random(in: 20_000..<30_000)
        let scheduler = TestScheduler(address: "\(host):\(port)")
        let options = ["--port", "\(port)", "--netname", "cephdev-test-\(port)", "-vvv"]
        return try await BackgroundProgram.with(
            Command("/usr/sbin/icecc-scheduler", options),
            isReady: {
                scheduler.hear($0)
                return $0.hasSuffix("scheduler ready")
            },
            { _ in try await body(scheduler) }
        )
    }

    /// Calls `action` for each job that begins at the helper behind `port`.
    func onBeginning(at port: Int, _ action: @escaping @Sendable () -> Void) {
        watcher.withLock {
            $0 = { line in
                if line.contains(" BEGIN: "), line.contains("-\(port)(") { action() }
            }
        }
    }

    /// How many jobs the helper behind `port` has done.
    func jobs(at port: Int) -> Int {
        lines.lines.count { $0.contains(" END ") && $0.contains(" status=0 ") && $0.hasSuffix("-\(port)") }
    }

    /// Whether the helper behind `port` has gone away.
    func hasLost(_ port: Int) -> Bool {
        lines.lines.contains { $0.contains(" remove daemon ") && $0.hasSuffix("-\(port)") }
    }

    private func hear(_ line: String) {
        lines.append(line)
        watcher.withLock { $0 }?(line)
    }

    private struct NoAddress: Error {}
}
