// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// Decides what has to go into layers on top of a base image.
package struct LayerPlanner: Sendable {
    private let base: FileTree

    package init(base: FileTree) {
        self.base = base
    }

    /// One group for each of `named`, in that order; what the base already holds with the same content, mode and owner
    /// is left out.
    ///
    /// Parents are resolved through the base's symlinks: on a base whose `/lib` leads to `usr/lib`, a file for `lib/x`
    /// goes to `usr/lib/x`. A layer with a folder `lib` would replace the link, and nothing would start any more.
    ///
    /// - Throws: ``ImageFailure/notInsideBase(_:)``
    package func plan(_ named: [(name: String, items: [LayerItem])]) throws -> LayerPlan {
        let groups = try named.map { name, items in
            let placed = try items.map(place).filter(differs).map { ($0.entry.path, $0) }
            // Through a link two items may be one file, which an archive must not hold twice.
            let sorted = Dictionary(placed) { $1 }.values.sorted { $0.entry.path < $1.entry.path }
            return LayerGroup(name: name, folders: folders(of: sorted), items: sorted)
        }
        return LayerPlan(groups: groups.filter { !$0.items.isEmpty })
    }

    private func place(_ item: LayerItem) throws -> LayerItem {
        guard let path = base.resolveParent(of: item.entry.path) else {
            throw ImageFailure.notInsideBase(item.entry.path)
        }
        return item.moved(to: path)
    }

    private func differs(_ item: LayerItem) -> Bool {
        guard let present = base[item.entry.path] else { return true }
        if case .symlink = item.entry.kind { return present.kind != item.entry.kind }
        return present != item.entry
    }

    /// Every folder above the items. An engine that unpacks a layer would invent a mode for one that is not listed, and
    /// the invented mode would hide the base's.
    private func folders(of items: [LayerItem]) -> [FileEntry] {
        var folders: [TreePath: FileEntry] = [:]
        for item in items {
            var parent = item.entry.path.parent
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
