// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// Where a staged file comes from.
package struct StagedSource: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A file with the content of the one at `real`.
        case file
        /// A symbolic link that leads to another staged file or folder.
        case link(target: String)
    }

    /// The path by which the search found it.
    package let path: TreePath
    /// What lies there, behind the links above it: a file, or a symbolic link.
    let entry: TreePath
    /// The file itself, behind all symbolic links.
    let real: TreePath
    package let kind: Kind

    var place: TreePlace { TreePlace(path) }
}
