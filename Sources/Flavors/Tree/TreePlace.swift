// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// A file of the tree, or a line of it.
package struct TreePlace: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let path: TreePath
    /// Counted from 1.
    package let line: Int?

    package init(_ path: TreePath, line: Int? = nil) {
        self.path = path
        self.line = line
    }

    /// `path` or `path:line`, as compilers and editors write it.
    package var description: String { path.string + (line.map { ":\($0)" } ?? "") }

    package static func < (left: TreePlace, right: TreePlace) -> Bool {
        (left.path, left.line ?? 0) < (right.path, right.line ?? 0)
    }
}
