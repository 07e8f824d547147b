// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// Why an ELF object could not be read.
package enum ELFError: Error, Equatable, CustomStringConvertible {
    /// The reason is libelf's.
    case unreadable(FilePath, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "the ELF object \(path) cannot be read: \(reason)"
        }
    }
}
