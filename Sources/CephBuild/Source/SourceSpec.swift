// SPDX-License-Identifier: Apache-2.0

package import GitKit
package import SystemPackage

/// What is to be built, before anything was looked up.
package enum SourceSpec: Sendable, Equatable {
    /// A revision of a repository; its default branch when `ref` is nil.
    case repository(url: GitURL, ref: String?)
    /// A checkout of the user's own, as it lies, with its uncommitted edits.
    case directory(FilePath)
}

extension SourceSpec: CustomStringConvertible {
    package var description: String {
        switch self {
        case .repository(let url, let ref): "\(url) at \(ref ?? "its default branch")"
        case .directory(let path): "\(path) as it lies"
        }
    }
}
