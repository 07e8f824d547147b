// SPDX-License-Identifier: Apache-2.0

/// What came of a trial.
package struct TrialReport: Sendable, Encodable {
    package struct Step: Sendable, Encodable {
        package let name: String
        /// To the millisecond.
        package let seconds: Double

        init(_ name: String, took time: Duration) {
            self.name = name
            seconds = (time / .milliseconds(1)).rounded() / 1000
        }
    }

    /// As the user wrote it.
    package let image: String
    package let imageID: String
    package let engine: String
    /// Those that were done; the one that failed is not among them.
    package internal(set) var steps: [Step] = []
    package internal(set) var warnings: [String] = []
    /// What `ceph status` printed in the end.
    package internal(set) var status: [String] = []
    /// How many daemons of a kind run a version, as `ceph versions` says.
    package internal(set) var versions: [String: [String: Int]] = [:]
    package internal(set) var problem: TrialProblem?
    /// Set when the cluster was left as it is.
    package internal(set) var kept: KeptCluster?

    package var hasPassed: Bool { problem == nil }

    init(image: String, imageID: String, engine: String) {
        self.image = image
        self.imageID = imageID
        self.engine = engine
    }
}

/// A cluster that was left running, and the commands for it.
package struct KeptCluster: Sendable, Encodable {
    package let container: String
    package let enter: String
    package let remove: String
}
