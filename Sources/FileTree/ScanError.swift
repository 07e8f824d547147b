// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// Why a directory could not be scanned.
package enum ScanError: Error, Equatable, CustomStringConvertible {
    /// A name on disk could not be examined, listed or read.
    case unreadable(FilePath, Errno)
    /// A name on disk cannot be a ``TreePath``, for it is not UTF-8 or too long.
    case unusableName(FilePath)

    package var description: String {
        switch self {
        case .unreadable(let path, let errno): "cannot read '\(path)': \(errno)"
        case .unusableName(let path): "the name of '\(path)' is not UTF-8 or too long"
        }
    }
}
