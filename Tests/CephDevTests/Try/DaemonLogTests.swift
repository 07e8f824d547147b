// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDev

struct DaemonLogTests {
    @Test func `a crash is told from its message on, without the dump of events`() {
        let crash = ["osd.cc: 12: FAILED ceph_assert(x)"] + (0..<30).map { " frame \($0)" }
        let dump = (0..<9000).map { "  -\($0)> event -1 " }
        let cause = DaemonLog(lines: ["started", "  0 fine"] + crash + dump).cause
        #expect(cause == Array(crash.prefix(15)))
    }

    @Test func `without a crash the last errors are told`() {
        let errors = (0..<10).map { "2026-01-01T00:00:0\($0) 7f -1 bad \($0)" }
        let cause = DaemonLog(lines: ["x"] + errors.flatMap { [$0, "2026-01-01T00:00:00 7f  1 fine"] }).cause
        #expect(cause == Array(errors.suffix(8)))
    }

    @Test func `without errors the last lines are told`() {
        #expect(DaemonLog(lines: (0..<9).map { "\($0)" } + [""]).cause == (1..<9).map { "\($0)" })
        #expect(DaemonLog(lines: []).cause == [])
    }
}
