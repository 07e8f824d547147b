// SPDX-License-Identifier: Apache-2.0

extension FileTree {
    /// This tree with `layer` on top, as an overlay mount shows it.
    ///
    /// Whiteouts and opaque directories hide what lies below the layer and nothing of the layer itself. A file or link
    /// hides the directory it replaces; a directory joins a directory and replaces anything else. Paths are literal:
    /// an entry below what was a symbolic link turns that link into a directory (0755, owner 0:0).
    package func applying(_ layer: LayerContents) -> FileTree {
        let kept = remaining(without: Self.hiddenRoots(of: layer))
        let added = Self.withParents(layer.entries, over: FileTree(sorted: kept))
        return FileTree(sorted: Self.merge(lower: kept, upper: added))
    }

    /// What hides a lower subtree: `true` when its root disappears with it.
    private static func hiddenRoots(of layer: LayerContents) -> [TreePath: Bool] {
        var roots: [TreePath: Bool] = [:]
        for path in layer.opaqueDirectories { roots[path] = false }
        for entry in layer.entries where entry.kind != .directory { roots[entry.path] = true }
        for path in layer.whiteouts { roots[path] = true }
        return roots
    }

    private func remaining(without roots: [TreePath: Bool]) -> [FileEntry] {
        var pending = roots.sorted { $0.key < $1.key }[...]
        var hidden: (path: TreePath, withItself: Bool)?
        return entries.filter { entry in
            while let next = pending.first, next.key <= entry.path {
                pending.removeFirst()
                if let hidden, next.key.isInside(hidden.path) { continue }
                hidden = (next.key, next.value)
            }
            guard let hidden else { return true }
            return entry.path == hidden.path ? !hidden.withItself : !entry.path.isInside(hidden.path)
        }
    }

    /// `entries` and the directories an extraction must make for them, where `lower` has none.
    private static func withParents(_ entries: [FileEntry], over lower: FileTree) -> [FileEntry] {
        var known = Set(entries.map(\.path))
        var made: [FileEntry] = []
        for entry in entries {
            var above = entry.path.parent
            while let path = above, path != .root, known.insert(path).inserted {
                if lower[path]?.kind != .directory { made.append(FileEntry(path: path, kind: .directory, mode: 0o755)) }
                above = path.parent
            }
        }
        return made.isEmpty ? entries : FileTree(entries + made).entries
    }

    private static func merge(lower: [FileEntry], upper: [FileEntry]) -> [FileEntry] {
        var merged: [FileEntry] = []
        merged.reserveCapacity(lower.count + upper.count)
        var next = 0
        for entry in lower {
            while next < upper.count, upper[next].path < entry.path {
                merged.append(upper[next])
                next += 1
            }
            if next < upper.count, upper[next].path == entry.path { continue }
            merged.append(entry)
        }
        return merged + upper[next...]
    }
}
