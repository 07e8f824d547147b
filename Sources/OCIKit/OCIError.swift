// SPDX-License-Identifier: Apache-2.0

/// A document or name that breaks the OCI specifications.
package enum OCIError: Error, Equatable, CustomStringConvertible {
    case invalidConfiguration(reason: String)
    case invalidManifest(reason: String)
    case invalidReference(String, reason: String)

    package var description: String {
        switch self {
        case .invalidConfiguration(let reason): "the image's configuration cannot be used: \(reason)"
        case .invalidManifest(let reason): "the image's manifest cannot be used: \(reason)"
        case .invalidReference(let text, let reason): "'\(text)' is no image reference: \(reason)"
        }
    }
}
