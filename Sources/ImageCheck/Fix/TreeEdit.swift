// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// One change that a fix wants, and why.
package struct TreeEdit: Sendable, Equatable {
    package enum Change: Sendable, Equatable {
        /// Put the content of the staged file `source` at `path`.
        case place(source: TreePath, path: TreePath)
        /// A symbolic link, as the install step made it.
        case link(path: TreePath, target: String)
    }

    package let change: Change
    /// The finding that it answers, in words.
    package let reason: String

    package var path: TreePath {
        switch change {
        case .place(_, let path), .link(let path, _): path
        }
    }
}

extension TreeEdit: CustomStringConvertible {
    package var description: String {
        switch change {
        case .place(let source, let path): "put the build's \(source) at \(path)"
        case .link(let path, let target): "link \(path) to \(target)"
        }
    }
}
