// SPDX-License-Identifier: Apache-2.0

extension FileTree {
    /// Where `path` leads when every symbolic link is followed inside the root, the last component too.
    ///
    /// Absolute targets start at the root and `..` stops there, as after `chroot`. Names the tree does not hold are
    /// taken literally: that is where they would be created.
    ///
    /// - Returns: `nil` after 40 links (a loop), and when the way leads through a file.
    package func resolve(_ path: TreePath) -> TreePath? {
        walk(path, followsLast: true)
    }

    /// Where `path` lies when the links of its parent directories are followed but not its last component.
    ///
    /// - Returns: `nil` as ``resolve(_:)`` does.
    package func resolveParent(of path: TreePath) -> TreePath? {
        walk(path, followsLast: false)
    }

    /// Where `text`, a path from the root on as programs write it, leads when every link is followed: `..` goes up from where
    /// links have led.
    ///
    /// - Returns: `nil` as ``resolve(_:)`` does, and where the tree holds nothing: behind `..` too.
    package func resolve(text: String) -> TreePath? {
        guard text.utf8.count <= 4096 else { return nil }  // PATH_MAX
        // Without `..` it is a path already.
        guard let place = (try? TreePath(parsing: text)).map(resolve) ?? climb(text) else { return nil }
        return self[place] != nil || holdsDirectory(place) ? place : nil
    }

    private func climb(_ text: String) -> TreePath? {
        var place = TreePath.root
        for component in Self.components(ofTarget: text) {
            guard holdsDirectory(place) else { return nil }
            guard component != ".." else {
                place = place.parent ?? .root
                continue
            }
            // Longer than a path can be, or a loop.
            guard let next = (try? place.appending(component)).flatMap(resolve) else { return nil }
            place = next
        }
        return place
    }

    /// Whether `path`, no link, is a directory; archives may leave it out.
    package func holdsDirectory(_ path: TreePath) -> Bool {
        guard let entry = self[path] else { return path == .root || !descendants(of: path).isEmpty }
        return entry.kind == .directory
    }

    // The limit of Linux: path_resolution(7).
    private static let linkLimit = 40

    private func walk(_ path: TreePath, followsLast: Bool) -> TreePath? {
        var place = TreePath.root
        var pending: [String] = path.components.reversed()
        var linkCount = 0
        while let component = pending.popLast() {
            guard component != ".." else {
                place = place.parent ?? .root
                continue
            }
            guard let next = try? place.appending(component) else { return nil }  // longer than a path can be
            switch self[next]?.kind {
            case .symlink(let target) where followsLast || !pending.isEmpty:
                linkCount += 1
                guard linkCount <= Self.linkLimit else { return nil }
                if target.utf8.first == UInt8(ascii: "/") { place = .root }
                pending += Self.components(ofTarget: target).reversed()
            case .file where !pending.isEmpty, .special where !pending.isEmpty:
                return nil
            default:
                place = next
            }
        }
        return place
    }

    private static func components(ofTarget target: String) -> [String] {
        target.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter { $0 != "." }
    }
}
