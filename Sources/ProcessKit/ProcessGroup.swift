// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// The group of a program and of all that it starts; known once the program runs.
final class ProcessGroup: Sendable {
    private let leader = Atomic<pid_t>(0)

    func begin(_ pid: pid_t) {
        leader.store(pid, ordering: .relaxed)
    }

    /// Kills what is left of it. A leader can end before those it started: the background jobs of a shell ignore INT.
    func kill() {
        let pid = leader.load(ordering: .relaxed)
        if pid > 0 { _ = Glibc.kill(-pid, SIGKILL) }
    }
}
