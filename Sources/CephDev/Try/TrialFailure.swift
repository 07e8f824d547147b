// SPDX-License-Identifier: Apache-2.0

package import Reporting

/// Why `cephdev try` ends without a cluster that serves.
package enum TrialFailure: Failure {
    case notInAnEngine(String)
    case cannotPull(String, engine: String, reason: String)
    case noCeph(image: String)
    case doesNotServe(image: String, TrialProblem)

    package var kind: FailureKind {
        switch self {
        case .notInAnEngine, .noCeph: .badInput
        case .cannotPull: .unavailable
        case .doesNotServe: .checkFailed
        }
    }

    package var description: String {
        switch self {
        case .notInAnEngine(let image): "'\(image)' is not in an engine, and only an engine runs containers"
        case .cannotPull(let image, let engine, let reason): "\(engine) cannot pull '\(image)': \(reason)"
        case .noCeph(let image):
            "there is no Ceph in '\(image)': it has none of \(TrialCluster.essentialPrograms.joined(separator: ", "))"
        case .doesNotServe(let image, let problem):
            "\(image) does not serve: " + problem.lines.joined(separator: "\n")
        }
    }

    package var hint: String? {
        switch self {
        case .notInAnEngine: "load it: 'podman load', 'docker load', or 'skopeo copy IMAGE docker-daemon:NAME:TAG'"
        case .cannotPull: "is the name right, and does the engine need a login?"
        case .noCeph: "name an image of Ceph's daemons"
        case .doesNotServe(_, let problem) where problem.isIncompleteImage:
            "name an image that has them; a service that is not to be tried stays out of --with"
        case .doesNotServe: "'--keep' leaves the cluster as it is then; 'cephdev check' looks for what does not link"
        }
    }
}
