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
