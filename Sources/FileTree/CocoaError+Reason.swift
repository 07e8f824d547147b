// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
internal import Glibc
internal import SystemPackage

extension CocoaError {
    /// What the system said of a file that Foundation could not read or write, in the words of strerror(3).
    package var reason: String {
        guard let cause = userInfo["NSUnderlyingError"] else { return "error \(code.rawValue)" }
        return (cause as? POSIXError).map { "\(Errno(rawValue: $0.code.rawValue))" } ?? "\(cause)"
    }
}
