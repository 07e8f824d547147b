// SPDX-License-Identifier: Apache-2.0

package import Digests

/// The names below a root, sorted and unique.
///
/// The root itself need not be among them, nor every parent directory: archives leave them out.
package struct FileTree: Sendable, Hashable {
    /// Every entry, in the order of ``TreePath``.
    package let entries: [FileEntry]

    /// A tree of `entries`, in any order; of several entries with one path the last counts.
    package init(_ entries: [FileEntry] = []) {
        var latest: [TreePath: FileEntry] = [:]
        latest.reserveCapacity(entries.count)
        for entry in entries { latest[entry.path] = entry }
        self.init(sorted: latest.values.sorted { $0.path < $1.path })
    }

    /// A tree of entries that are sorted and unique already.
    init(sorted entries: [FileEntry]) {
        self.entries = entries
    }

    /// The entry at exactly `path`; no symbolic link is followed.
    package subscript(_ path: TreePath) -> FileEntry? {
        let position = firstPosition(notBelow: path)
        guard position < entries.count, entries[position].path == path else { return nil }
        return entries[position]
    }

    /// The digest of the regular file at exactly `path`; nil when something else lies there, or nothing.
    package func digest(at path: TreePath) -> Digest? {
        guard case .file(_, let digest, _) = self[path]?.kind else { return nil }
        return digest
    }

    /// Every entry below `path`, at any depth; no symbolic link is followed.
    package func descendants(of path: TreePath) -> ArraySlice<FileEntry> {
        var start = firstPosition(notBelow: path)
        if start < entries.count, entries[start].path == path { start += 1 }
        let rest = entries[start...]
        return rest[..<(rest.partitioningIndex { !$0.path.isInside(path) })]
    }

    /// The entries directly in the directory `path`.
    package func children(of path: TreePath) -> [FileEntry] {
        descendants(of: path).filter { $0.path.parent == path }
    }

    private func firstPosition(notBelow path: TreePath) -> Int {
        entries[...].partitioningIndex { !($0.path < path) }
    }

    package static func == (left: FileTree, right: FileTree) -> Bool { left.entries == right.entries }

    package func hash(into hasher: inout Hasher) { hasher.combine(entries) }
}

extension ArraySlice {
    /// The first position whose element `matches`, in a slice where all that match come last.
    func partitioningIndex(_ matches: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if matches(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
