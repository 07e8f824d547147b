// SPDX-License-Identifier: Apache-2.0

extension FileTree {
    /// This tree with `layer` on top, as an overlay mount shows it.
    ///
    /// Whiteouts and opaque directories hide what lies below the layer and nothing of the layer itself. A file or link
    /// hides the directory it replaces; a directory joins a directory and replaces anything else. Paths are literal:
    /// an entry below what was a symbolic link turns that link into a directory (0755, owner 0:0).
    package func applying(_ layer: LayerContents) -> FileTree {
        let kept = FileTree(sorted: remaining(under: layer))
        return kept.merged(with: kept.withParents(layer.entries))
    }

    private func remaining(under layer: LayerContents) -> [FileEntry] {
        let leaves = layer.entries.filter { $0.kind != .directory }.map(\.path)
        let hidden = [
            ranges(below: leaves), ranges(below: layer.opaqueDirectories), ranges(below: layer.whiteouts, orAt: true),
        ].joined().sorted { $0.lowerBound < $1.lowerBound }
        guard !hidden.isEmpty else { return entries }
        var kept: [FileEntry] = []
        kept.reserveCapacity(entries.count)
        var next = 0
        for range in hidden where range.upperBound > next {
            kept += entries[next..<max(next, range.lowerBound)]
            next = range.upperBound
        }
        return kept + entries[next...]
    }

    /// Where the entries lie that are inside one of `paths`, which are sorted, or at it; empty ranges are left out.
    private func ranges(below paths: [TreePath], orAt includesRoots: Bool = false) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        for path in paths {
            position = firstPosition(after: position) { !($0.path < path) }
            var start = position
            if !includesRoots, start < entries.count, entries[start].path == path { start += 1 }
            let end = firstPosition(after: start) { !($0.path.isInside(path) || $0.path == path) }
            if start < end { found.append(start..<end) }
        }
        return found
    }

    /// `upper`, which is sorted, and the directories that an extraction must make for it, where this tree has none.
    private func withParents(_ upper: [FileEntry]) -> [FileEntry] {
        var complete: [FileEntry] = []
        complete.reserveCapacity(upper.count)
        // The entry before, or a parent of it, above a parent of that, and so on.
        var above: [TreePath] = []
        for entry in upper {
            while let last = above.last, !entry.path.isInside(last) { above.removeLast() }
            var missing: [TreePath] = []
            var path = entry.path
            while !path.isDirectly(in: above.last ?? .root), let parent = path.parent {
                missing.append(parent)
                path = parent
            }
            for parent in missing.reversed() where self[parent]?.kind != .directory {
                complete.append(FileEntry(path: parent, kind: .directory, mode: 0o755))
            }
            above += missing.reversed()
            above.append(entry.path)
            complete.append(entry)
        }
        return complete
    }

    /// This tree with `upper`, which is sorted, in place of or beside its own entries.
    private func merged(with upper: [FileEntry]) -> FileTree {
        var merged: [FileEntry] = []
        merged.reserveCapacity(entries.count + upper.count)
        var next = 0
        for entry in upper {
            let position = firstPosition(after: next) { !($0.path < entry.path) }
            merged += entries[next..<position]
            merged.append(entry)
            next = position < entries.count && entries[position].path == entry.path ? position + 1 : position
        }
        return FileTree(sorted: merged + entries[next...])
    }

    /// The first position from `start` on whose entry `matches`, where from there on all match: found in steps that grow,
    /// so that what lies near costs little and what lies far not much.
    private func firstPosition(after start: Int, where matches: (FileEntry) -> Bool) -> Int {
        var (low, step) = (start, 1)
        while low + step <= entries.count, !matches(entries[low + step - 1]) {
            low += step
            step *= 2
        }
        return entries[low..<min(entries.count, low + step)].partitioningIndex(matches)
    }
}
