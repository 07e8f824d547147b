// SPDX-License-Identifier: Apache-2.0

package import GitKit
package import SystemPackage

/// Source on disk, ready to be compiled: no `.git` anywhere inside, submodules in place.
package struct SourceTree: Sendable, Equatable {
    package let root: FilePath
    /// Nil when the folder that it came from is no git checkout.
    package let commit: CommitID?
    /// Branch, tag or short commit, as tags of images call it.
    package let refName: String
    /// Where it came from, without credentials.
    package let origin: String
    /// Seconds since 1970; nil without a commit.
    package let commitTime: Int64?
    /// What `git describe` says, with the tag's leading `v`; nil when no annotated tag leads here.
    package let description: String?
    /// Uncommitted edits and patches, when there are any.
    package let edits: UncommittedEdits?

    package var isDirty: Bool { edits != nil }
}
