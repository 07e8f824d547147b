// SPDX-License-Identifier: Apache-2.0

/// The end of a daemon's log.
struct DaemonLog: Sendable {
    let lines: [String]

    /// The few lines that may say why the daemon is no good: a crash's message and first frames (the log goes on with a dump
    /// of thousands of events), errors (priority -1), or just the last ones.
    var cause: [String] {
        if let crash = lines.firstIndex(where: Self.isCrash) { return Array(lines[crash...].prefix(15)) }
        let errors = lines.filter { $0.contains(" -1 ") }
        return Array((errors.isEmpty ? lines.filter { !$0.isEmpty } : errors).suffix(8))
    }

    private static func isCrash(_ line: String) -> Bool {
        ["FAILED ceph_assert", "*** Caught signal", "terminate called after"].contains { line.contains($0) }
    }
}
