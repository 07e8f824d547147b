// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import FileTree
internal import ImageCheck

extension StagedTree {
    /// The files that `targets` make, and the links to them; all of them when it is nil.
    ///
    /// - Throws: ``WorkspaceFailure/noProduct(targets:)``
    func reduced(to targets: [String]?) throws -> StagedTree {
        guard let targets else { return self }
        let names = Set(targets.flatMap(ComponentTargets.expand))
        let tree = self.tree
        let kept = files.filter { file in
            let path = tree.resolve(file.entry.path) ?? file.entry.path
            return ProductTarget.name(of: path).map(names.contains) ?? false
        }
        guard !kept.isEmpty else { throw WorkspaceFailure.noProduct(targets: targets) }
        return StagedTree(files: kept)
    }

    /// The tree with `moves` carried out on top of `base`: links that led to a file that moves lead nowhere new, as the
    /// base's own lead to it already. What of the base is to go lest two files have one name comes beside it.
    func placed(_ moves: [LoaderPlaces.Move], on base: FileTree) -> (tree: StagedTree, removed: [TreePath]) {
        guard !moves.isEmpty else { return (self, []) }
        let places = Dictionary(moves.map { ($0.source, $0.place) }) { first, _ in first }
        let tree = self.tree
        let kept = files.compactMap { file -> File? in
            if let place = places[file.entry.path] {
                return File(
                    entry: file.entry.moved(to: place),
                    component: file.component,
                    content: file.content,
                    inode: file.inode
                )
            }
            guard case .symlink = file.entry.kind, let target = tree.resolve(file.entry.path) else { return file }
            return places[target] == nil ? file : nil
        }
        let left = moves.flatMap { move -> [TreePath] in
            guard let old = base.resolveParent(of: move.source), old != move.place, base[old] != nil else { return [] }
            let links = old.parent.map(base.children) ?? []
            return [old] + links.map(\.path).filter { $0 != old && base.resolve($0) == old }
        }
        return (StagedTree(files: kept.sorted { $0.entry.path < $1.entry.path }), left)
    }
}
