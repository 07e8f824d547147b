// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// Decides what has to go into layers on top of a base image.
package struct LayerPlanner: Sendable {
    private let base: FileTree

    package init(base: FileTree) {
        self.base = base
    }

    /// One group for each request, in that order; what the base already holds with the same content, mode, owner and
    /// attributes is left out, and so is a group that nothing is left of.
    ///
    /// Parents are resolved through the base's symlinks: on a base whose `/lib` leads to `usr/lib`, a file for `lib/x`
    /// goes to `usr/lib/x`. A layer with a folder `lib` would replace the link, and nothing would start any more.
    ///
    /// - Throws: ``ImageFailure/notInsideBase(_:)``
    package func plan(_ requests: [LayerRequest]) throws -> LayerPlan {
        let groups = try requests.map { request in
            let placed = try request.items.map(place).filter(differs).map { ($0.entry.path, $0) }
            // Through a link two items may be one file, which an archive must not hold twice.
            let items = Dictionary(placed) { $1 }.values.sorted { $0.entry.path < $1.entry.path }
            let whiteouts = request.removed.filter { base[$0] != nil }.sorted()
            return LayerGroup(
                name: request.name,
                folders: folders(above: items.map(\.entry.path) + whiteouts),
                items: items,
                whiteouts: whiteouts
            )
        }
        return LayerPlan(groups: groups.filter { !$0.isEmpty })
    }

    /// Where the item goes, with what it takes over from the file that it replaces there: the owner that the package
    /// chose, and, where the new file has none of its own, set-id bits and capabilities, which no compiler sets.
    private func place(_ item: LayerItem) throws -> LayerItem {
        guard let path = base.resolveParent(of: item.entry.path) else {
            throw ImageFailure.notInsideBase(item.entry.path)
        }
        let entry = item.entry.moved(to: path)
        guard case .file = entry.kind, let present = base[path], case .file = present.kind else {
            return item.with(entry)
        }
        return item.with(
            FileEntry(
                path: path,
                kind: entry.kind,
                mode: entry.mode & 0o6000 == 0 ? entry.mode | present.mode & 0o6000 : entry.mode,
                owner: present.owner,
                group: present.group,
                attributes: entry.attributes.isEmpty ? present.attributes : entry.attributes
            )
        )
    }

    private func differs(_ item: LayerItem) -> Bool {
        guard let present = base[item.entry.path] else { return true }
        if case .symlink = item.entry.kind { return present.kind != item.entry.kind }
        return present != item.entry
    }

    /// Every folder above the paths. An engine that unpacks a layer would invent a mode for one that is not listed, and
    /// the invented mode would hide the base's.
    private func folders(above paths: [TreePath]) -> [FileEntry] {
        var folders: [TreePath: FileEntry] = [:]
        for path in paths {
            var parent = path.parent
            while let path = parent, path != .root, folders[path] == nil {
                if let present = base[path], present.kind == .directory {
                    folders[path] = present
                } else {
                    folders[path] = FileEntry(path: path, kind: .directory, mode: 0o755)
                }
                parent = path.parent
            }
        }
        return folders.values.sorted { $0.path < $1.path }
    }
}
