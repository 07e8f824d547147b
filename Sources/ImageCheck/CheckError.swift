// SPDX-License-Identifier: Apache-2.0

/// The check itself could not be done; what it found is a ``Finding``.
package enum CheckError: Error, CustomStringConvertible {
    case traceEndedEarly(lastLines: [String])
    case noCommandRan(lastLines: [String])

    package var description: String {
        switch self {
        case .traceEndedEarly(let lines):
            "the image's dynamic loader could not be asked: " + lines.joined(separator: "; ")
        case .noCommandRan(let lines):
            "no command could be run in the image: " + lines.joined(separator: "; ")
        }
    }
}
