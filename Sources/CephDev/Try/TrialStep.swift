// SPDX-License-Identifier: Apache-2.0

/// Something that a cluster must be able to do, as a script for its container and a state that it leads to.
struct TrialStep: Sendable, Equatable {
    /// A state that takes its time.
    enum Outcome: Sendable, Equatable {
        case osdsUp(Int)
        case clean(atLeast: Int)
        case mdsActive
    }

    let name: String
    /// What the shell runs after ``TrialScript/prelude``.
    let script: String
    /// Whose logs may say why it failed.
    let daemons: [String]
    let outcome: Outcome?

    init(_ name: String, _ script: String, daemons: [String], until outcome: Outcome? = nil) {
        self.name = name
        self.script = script
        self.daemons = daemons
        self.outcome = outcome
    }
}

extension TrialStep.Outcome {
    /// Whether it is there.
    func holds(in status: ClusterStatus) -> Bool {
        switch self {
        case .osdsUp(let count): status.osdsUp >= count
        case .clean(let count): status.placementGroups >= count && status.isClean
        case .mdsActive: status.hasActiveMDS
        }
    }

    /// What is waited for, and what there was instead.
    func shortfall(in status: ClusterStatus?) -> String {
        guard let status else { return "'ceph status' did not answer" }
        switch self {
        case .osdsUp(let count): return "\(status.osdsUp) of \(count) OSDs are up"
        case .clean(let count):
            let states = status.states.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
            return "placement groups are not active+clean: \(states.isEmpty ? "none of \(count) is there" : states)"
        case .mdsActive: return "no MDS is active"
        }
    }
}
