// SPDX-License-Identifier: Apache-2.0

package import Reporting

/// Why something is not cleaned.
package enum CleanFailure: Failure {
    case notOurs(String)

    package var kind: FailureKind { .badInput }

    package var description: String {
        switch self {
        case .notOurs(let name): "cephdev did not make the image '\(name)', and leaves it alone"
        }
    }

    package var hint: String? { "'cephdev images' lists those that it made" }
}
