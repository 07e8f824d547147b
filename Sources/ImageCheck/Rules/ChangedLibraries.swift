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

    /// The libraries among `changed`, the paths that the layers on top of the base hold. A link of the base that leads to
    /// one of them is a name of it too.
    init(in tree: FileTree, changed: Set<TreePath>) {
        // What lies there for newer processors is no copy that others should be given.
        for entry in tree.entries where entry.path.isLibrary && !entry.path.string.contains("/glibc-hwcaps/") {
            guard let target = tree.resolve(entry.path), changed.contains(target),
                case .file(_, let digest, isELF: true) = tree[target]?.kind
            else { continue }
            copies[entry.path.name] = copies[entry.path.name] ?? Copy(path: target, digest: digest)
        }
    }

    /// The build's copy of the library called `name`.
    subscript(_ name: String) -> Copy? { copies[name] }

    var names: Set<String> { Set(copies.keys) }
}
