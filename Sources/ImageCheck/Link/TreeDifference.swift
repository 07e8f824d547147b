// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// What of a tree another one has not, or has otherwise.
struct TreeDifference {
    /// Paths where something else lies, or nothing, in one of the two.
    private(set) var paths: Set<TreePath> = []
    /// The last components of ``paths``, and of the links of libraries that lead to one.
    private(set) var names: Set<String> = []
    /// Symbolic links among them that are no library's name: they may lead to folders.
    private(set) var links: [TreePath] = []

    init(_ left: FileTree, _ right: FileTree) {
        var (first, second) = (left.entries[...], right.entries[...])
        while let one = first.first, let other = second.first {
            if one.path == other.path {
                if one.kind != other.kind { add(one, other) }
                first.removeFirst()
                second.removeFirst()
            } else if one.path < other.path {
                add(first.removeFirst())
            } else {
                add(second.removeFirst())
            }
        }
        first.forEach { add($0) }
        second.forEach { add($0) }
        for tree in [left, right] where !paths.isEmpty { addLinks(of: tree) }
    }

    private mutating func addLinks(of tree: FileTree) {
        for entry in tree.entries where entry.path.isLibrary {
            guard case .symlink = entry.kind, let place = tree.resolve(entry.path), paths.contains(place) else {
                continue
            }
            names.insert(entry.path.name)
        }
    }

    private mutating func add(_ entries: FileEntry...) {
        for entry in entries {
            paths.insert(entry.path)
            names.insert(entry.path.name)
            if case .symlink = entry.kind, !entry.path.isLibrary { links.append(entry.path) }
        }
    }
}
