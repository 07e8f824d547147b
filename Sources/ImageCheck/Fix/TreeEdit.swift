// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// One change that a fix wants, and why.
package struct TreeEdit: Sendable, Equatable {
    package enum Change: Sendable, Equatable, Hashable {
        /// Put the content of the file `source` of `origin` at `path`.
        case place(source: TreePath, origin: FixSource.Origin, path: TreePath)
        case link(path: TreePath, target: String)
        /// Take a file or link away.
        case remove(path: TreePath)
        /// Give the object at `path` another RUNPATH, none when it is empty.
        case runpath(path: TreePath, folders: String)
        /// Give the file or folder at `path` other permissions.
        case permissions(path: TreePath, mode: UInt16)
        /// Make the loader's cache anew, as `ldconfig` would.
        case loaderCache(path: TreePath)
    }

    package let change: Change
    /// The finding that it answers, in words.
    package let reason: String

    package var path: TreePath { change.path }
}

extension TreeEdit.Change {
    /// Where something is another afterwards.
    package var path: TreePath {
        switch self {
        case .place(_, _, let path), .link(let path, _), .remove(let path), .runpath(let path, _),
            .permissions(let path, _), .loaderCache(let path):
            path
        }
    }
}

extension TreeEdit: CustomStringConvertible {
    package var description: String {
        switch change {
        case .place(let source, let origin, let path): "put the \(origin.rawValue)'s \(source) at \(path)"
        case .link(let path, let target): "link \(path) to \(target)"
        case .remove(let path): "remove \(path)"
        case .runpath(let path, ""): "take the RUNPATH out of \(path)"
        case .runpath(let path, let folders): "let \(path) look for its libraries in \(folders)"
        case .loaderCache(let path): "refresh \(path)"
        case .permissions(let path, let mode): "let others use \(path): mode \(String(mode, radix: 8))"
        }
    }
}
