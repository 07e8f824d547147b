// SPDX-License-Identifier: Apache-2.0

package import FileTree
package import SystemPackage

/// A file or link that is to be in an image.
package struct LayerItem: Sendable, Equatable {
    package let entry: FileEntry
    /// Where the content of a regular file lies.
    package let content: FilePath

    package init(entry: FileEntry, content: FilePath) {
        self.entry = entry
        self.content = content
    }

    func moved(to path: TreePath) -> LayerItem {
        let moved = FileEntry(
            path: path,
            kind: entry.kind,
            mode: entry.mode,
            owner: entry.owner,
            group: entry.group
        )
        return LayerItem(entry: moved, content: content)
    }
}

/// What one layer will hold.
package struct LayerGroup: Sendable, Equatable {
    /// What the layer is called in the image's history.
    package let name: String
    /// Folders that the items lie in, sorted, each with the owner and mode it has in the base.
    package let folders: [FileEntry]
    /// Sorted by path.
    package let items: [LayerItem]

    /// What applying the layer does to a tree.
    package var contents: LayerContents {
        LayerContents(entries: folders + items.map(\.entry))
    }
}

/// The layers that turn a base into the wanted image, lowest first; empty ones are left out.
package struct LayerPlan: Sendable, Equatable {
    package let groups: [LayerGroup]

    package var itemCount: Int { groups.reduce(0) { $0 + $1.items.count } }
}
