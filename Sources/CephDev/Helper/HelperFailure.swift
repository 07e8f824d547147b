// SPDX-License-Identifier: Apache-2.0

package import Reporting
package import SystemPackage

/// Why this machine does not help.
package enum HelperFailure: Failure {
    case noBuilder(FilePath)
    case ended(reason: String)

    package var kind: FailureKind {
        switch self {
        case .noBuilder: .badInput
        case .ended: .unavailable
        }
    }

    package var description: String {
        switch self {
        case .noBuilder(let root): "there is no builder whose compiler could be lent: nothing was built in \(root) yet"
        case .ended(let reason): "the helper ended: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .noBuilder: "name the builder of those who are to be helped with --builder"
        case .ended: "another program may hold the port: try --port"
        }
    }
}
