// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree

/// The shared libraries that a build put into an image, by every name under which they can be asked for.
struct ChangedLibraries {
    struct Copy {
        let path: TreePath
        let digest: Digest
    }

    private var copies: [String: Copy] = [:]

    /// - Parameter changed: the paths that the layers on top of the base hold.
    init(in tree: FileTree, changed: Set<TreePath>) {
        for path in changed.sorted() where path.name.contains(".so") {
            guard let target = tree.resolve(path), let entry = tree[target], case .file(_, let digest, true) = entry.kind
            else { continue }
            copies[path.name] = copies[path.name] ?? Copy(path: target, digest: digest)
        }
    }

    /// The build's copy of the library called `name`.
    subscript(_ name: String) -> Copy? { copies[name] }

    var names: Set<String> { Set(copies.keys) }
}
