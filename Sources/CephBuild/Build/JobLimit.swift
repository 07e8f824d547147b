// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Glibc

/// How many compilers may run at once: one per core, and at least 3 GiB of memory for each, since single units of Ceph
/// need that much (a linker more); limits of the control group count as if they were the machine's.
package struct JobLimit: Sendable, Equatable {
    package let cores: Int
    /// Bytes.
    package let memory: Int64

    package static let memoryPerJob: Int64 = 3 << 30

    package init(cores: Int, memory: Int64) {
        self.cores = cores
        self.memory = memory
    }

    package var jobs: Int { max(1, min(cores, Int(memory / Self.memoryPerJob))) }

    /// The limit of this host.
    package static func ofHost() -> JobLimit {
        let online = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let physical = Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE)))
        return JobLimit(
            cores: min(max(1, online), coreQuota() ?? .max),
            memory: min(physical, memoryLimit() ?? .max)
        )
    }

    /// `memory.max` of cgroup v2 or its v1 twin, seen from inside a container or at the top.
    private static func memoryLimit() -> Int64? {
        [
            "/sys/fs/cgroup/memory.max",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        ].lazy.compactMap { number(in: $0) }.first
    }

    /// `cpu.max`: quota and period in microseconds, or `max`.
    private static func coreQuota() -> Int? {
        guard let text = text(of: "/sys/fs/cgroup/cpu.max") else { return nil }
        let fields = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
        guard fields.count == 2, let quota = fields[0], let period = fields[1], period > 0 else { return nil }
        return max(1, quota / period)
    }

    private static func number(in path: String) -> Int64? {
        text(of: path).flatMap { Int64($0.prefix { $0.isNumber }) }
    }

    private static func text(of path: String) -> String? {
        // A file that this kernel does not have is no limit.
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }
}
