// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import ELFKit
internal import FileTree

/// An image as it would be after some edits, and how it links then.
struct FixState {
    let edits: [TreeEdit]
    /// The image after the edits.
    let side: Checker.Side
    let comparison: Comparison
    let findings: [Finding]
    private let world: World

    /// What does not change while edits are tried.
    final class World {
        let base: ImageLinks?
        let changed: Set<TreePath>
        let image: Checker.Side
        let pool: ObjectPool
        private let format: DynamicObject.Format?
        private let baseSide: Checker.Side?
        let twins: [TwinIndex]

        init(_ image: Checker.Side, base: Checker.Side?, changed: Set<TreePath>, pool: ObjectPool, sources: [FixSource])
            throws
        {
            self.base = try base.map { try ImageLinks(LinkModel($0, pool)) }
            self.changed = changed
            self.pool = pool
            self.image = image
            baseSide = base
            format = try LoaderCacheWriter.format(of: image.tree) { try pool.object($0)?.facts }
            twins = try sources.map { try TwinIndex($0, pool) }
        }

        /// The processes of an image; those that no difference from `state`, or from the base, touches are taken over.
        func links(of side: Checker.Side, after state: FixState?) throws -> ImageLinks {
            if let state { return try ImageLinks(side, after: state.links, of: state.side) }
            guard let base, let baseSide else { return try ImageLinks(LinkModel(side, pool)) }
            return try ImageLinks(side, after: base, of: baseSide)
        }

        /// The cache as it must be for `tree`; the image's own where it has none, or no `ldconfig`.
        func loaderCache(for tree: FileTree) throws -> [UInt8] {
            guard let format, !image.loaderCache.isEmpty else { return image.loaderCache }
            let objects: (Digest) throws -> DynamicObject? = { [pool] digest in try pool.object(digest)?.facts }
            return try LoaderCacheWriter(tree: tree, format: format, objects: objects, files: image.files)
                .bytes(replacing: image.loaderCache)
        }
    }

    init(_ image: Checker.Side, _ world: World) throws {
        try self.init(image.tree, [], world, after: nil)
    }

    /// What `other` says of processes that the edits leave alone is taken over.
    private init(_ tree: FileTree, _ edits: [TreeEdit], _ world: World, after other: FixState?) throws {
        self.world = world
        self.edits = edits
        side = Checker.Side(
            tree: tree,
            loaderCache: edits.isEmpty ? world.image.loaderCache : try world.loaderCache(for: tree),
            environment: world.image.environment
        )
        comparison = Comparison(
            image: try world.links(of: side, after: other),
            base: world.base,
            changed: world.changed.union(edits.map(\.path))
        )
        findings = try comparison.causes().findings
    }

    /// Whether the image's own cache is another.
    var hasOtherCache: Bool { side.loaderCache != world.image.loaderCache }

    var tree: FileTree { comparison.image.model.tree }
    var links: ImageLinks { comparison.image }
    var base: ImageLinks? { world.base }
    var twins: [TwinIndex] { world.twins }

    /// What was read of the object that lies at `path`.
    func facts(at path: TreePath) -> DynamicObject? { links.facts(at: path) }

    /// The state after `changes`; nil when one of them is of no use or was made before: each place is edited once in each
    /// way, so that there is an end.
    func applying(_ changes: [TreeEdit.Change], because reason: String) throws -> FixState? {
        var entries: [FileEntry] = []
        var gone: [TreePath] = []
        var made: [TreeEdit.Change] = []
        for change in changes {
            guard !edits.contains(where: { $0.change == change || $0.change.isSameKind(as: change) }) else {
                return nil
            }
            switch change {
            case .remove(let path): gone.append(path)
            case .loaderCache: break  // it follows every edit
            default:
                guard let entry = try entry(after: change) else { return nil }
                guard tree[entry.path]?.kind != entry.kind || tree[entry.path]?.mode != entry.mode else { continue }
                entries.append(entry)
            }
            made.append(change)
        }
        guard !made.isEmpty else { return nil }
        let edited = tree.applying(LayerContents(entries: entries, whiteouts: gone))
        return try FixState(edited, edits + made.map { TreeEdit(change: $0, reason: reason) }, world, after: self)
    }

    private func entry(after change: TreeEdit.Change) throws -> FileEntry? {
        switch change {
        case .place(let source, let origin, let path):
            let twin = twins.lazy.flatMap { $0.objects(named: source.name) }
                .first { $0.origin == origin && $0.path == source }
            guard let twin else { return nil }
            let kind = FileEntry.Kind.file(size: 0, digest: twin.digest, isELF: true)
            return FileEntry(path: path, kind: kind, mode: twin.mode)
        case .link(let path, let target):
            return FileEntry(path: path, kind: .symlink(target: target), mode: 0o777)
        case .runpath(let path, let folders):
            guard let old = tree.digest(at: path), var facts = facts(at: path), RunpathEditor.fits(folders, in: facts)
            else {
                return nil
            }
            (facts.rpath, facts.runpath) = (nil, folders.isEmpty ? nil : folders)
            // Stands for the content that it will have.
            let digest = Digest.of("\(old) \(folders)".utf8)
            world.pool.add(facts, as: digest)
            let kind = FileEntry.Kind.file(size: 0, digest: digest, isELF: true)
            return FileEntry(path: path, kind: kind, mode: tree[path]?.mode ?? 0o755)
        case .permissions(let path, let mode):
            return tree[path].map { FileEntry(path: path, kind: $0.kind, mode: mode) }
        case .remove, .loaderCache:
            return nil
        }
    }
}

extension TreeEdit.Change {
    /// Whether both put something at one path: the second would undo the first.
    fileprivate func isSameKind(as other: TreeEdit.Change) -> Bool {
        switch (self, other) {
        case (.runpath(let path, _), .runpath(let second, _)), (.permissions(let path, _), .permissions(let second, _)):
            path == second
        case (.runpath, _), (_, .runpath), (.permissions, _), (_, .permissions): false
        default: path == other.path
        }
    }
}
