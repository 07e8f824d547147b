// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import ProcessKit

/// The container of a trial.
enum TrialContainer {
    private static let label = "io.github.cephdev.try"
    private static let kept = "kept"

    /// A container of `image` with a network of its own, in which no two trials can meet.
    static func run(of image: String, isKept: Bool) -> ContainerRun {
        ContainerRun(
            image: image,
            command: [],
            environment: ["CEPH_CONF": TrialCluster.configurationFile],
            user: "0:0",
            labels: [label: isKept ? kept : "\(ProcessIdentity.place)-\(ProcessIdentity.processID)"]
        )
    }

    /// A shell for people.
    static let shell = ["/bin/sh", "-c", "command -v bash >/dev/null && exec bash; exec sh"]

    /// Removes what killed trials of this host left, whose engine was killed with them.
    static func removeLeftovers(in engine: ContainerEngine) async throws {
        try await engine.removeContainers(labelled: label, where: isLeftover)
    }

    /// Whether the process is dead that `value` of the label tells of; those of other hosts are not judged.
    static func isLeftover(_ value: String) -> Bool {
        let prefix = ProcessIdentity.place + "-"
        guard value.hasPrefix(prefix), let process = Int32(value.dropFirst(prefix.count)) else { return false }
        return !ProcessIdentity.isAlive(process)
    }
}
