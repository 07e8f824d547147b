// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import FileTree

/// What one layer will hold.
package struct LayerGroup: Sendable, Equatable {
    /// What the layer is called in the image's history.
    package let name: String
    /// Folders that the items lie in, sorted, each with the owner and mode it has in the base.
    package let folders: [FileEntry]
    /// Sorted by path.
    package let items: [LayerItem]
    /// Paths of the base that the layer takes away, sorted.
    package let whiteouts: [TreePath]

    package init(name: String, folders: [FileEntry], items: [LayerItem], whiteouts: [TreePath] = []) {
        self.name = name
        self.folders = folders
        self.items = items
        self.whiteouts = whiteouts
    }

    /// What applying the layer does to a tree.
    package var contents: LayerContents {
        LayerContents(entries: folders + items.map(\.entry), whiteouts: whiteouts)
    }

    package var isEmpty: Bool { items.isEmpty && whiteouts.isEmpty }

    /// One member of the layer's archive.
    enum Member {
        case folder(FileEntry)
        case item(LayerItem)
        /// One more name of the item at `original`.
        case link(LayerItem, original: TreePath)
        /// The name that stands for the absence of another (image-spec, layer.md).
        case whiteout(TreePath)

        fileprivate var path: TreePath {
            switch self {
            case .folder(let entry): entry.path
            case .item(let item), .link(let item, _): item.entry.path
            case .whiteout(let path): path
            }
        }
    }

    /// The members in their order: whoever unpacks them finds every folder before what it holds.
    var members: [Member] {
        var originals: [UInt64: TreePath] = [:]
        let files = items.map { item -> Member in
            guard let inode = item.inode else { return .item(item) }
            if let original = originals[inode] { return .link(item, original: original) }
            originals[inode] = item.entry.path
            return .item(item)
        }
        let absences = whiteouts.compactMap { path in
            // A name of 252 bytes and more has no whiteout; no layer could remove it.
            try? path.parent?.appending(".wh." + path.name)
        }
        return (folders.map(Member.folder) + files + absences.map(Member.whiteout)).sorted { $0.path < $1.path }
    }

    /// The digest of everything that decides the layer's bytes, but for the time it gives its members.
    var identity: Digest {
        let links = members.compactMap { member in
            if case .link(let item, let original) = member { "\(item.entry.path)=\(original)" } else { nil as String? }
        }
        return Digest.of(contents.encoded + Array(links.joined(separator: "\0").utf8))
    }
}
