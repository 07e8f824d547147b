// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import FileTree
internal import ImageAssembly

extension StagedTree {
    /// The staged files as a tree.
    var tree: FileTree { FileTree(files.map(\.entry)) }

    /// What the files are to a layer, in their order.
    var items: [LayerItem] {
        files.map { LayerItem(entry: $0.entry, content: $0.content, inode: $0.inode) }
    }

    /// The items of every component, in the order of its layers.
    var itemsByComponent: [(Component, [LayerItem])] {
        let items = Dictionary(grouping: zip(files, items), by: \.0.component)
        return Component.allCases.map { ($0, items[$0]?.map(\.1) ?? []) }
    }

    /// The tree with everything stripped that can be.
    func stripped(by stripper: Stripper) async throws -> StagedTree {
        let items = try await stripper.strip(items)
        return StagedTree(
            files: zip(files, items).map { file, item in
                File(entry: item.entry, component: file.component, content: item.content, inode: item.inode)
            }
        )
    }
}
