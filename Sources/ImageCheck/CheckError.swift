// SPDX-License-Identifier: Apache-2.0

/// The check itself could not be done; what it found is a ``Finding``.
package enum CheckError: Error, CustomStringConvertible {
    case noCommandRan(lastLines: [String])

    package var description: String {
        switch self {
        case .noCommandRan(let lines):
            "no command could be run in the image: " + lines.joined(separator: "; ")
        }
    }
}
