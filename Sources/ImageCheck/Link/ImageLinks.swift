// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// All processes that an image can have, and which objects are plugins in it.
final class ImageLinks {
    let model: LinkModel
    /// Every object that a loader could be asked about, with its scope. Sorted by path.
    let roots: [Root]
    private let positions: [TreePath: Int]
    /// What some program loads by name: it is judged under those programs.
    private let loadedByPrograms: MemberSet

    struct Root {
        let path: TreePath
        let number: Int
        let scope: LinkModel.Scope
        let isProgram: Bool
    }

    /// All processes of `side`. Those that no difference from `other`, of `before`, touches are taken over from it.
    convenience init(_ side: Checker.Side, after other: ImageLinks, of before: Checker.Side) throws {
        let difference = TreeDifference(other.model.tree, side.tree)
        let model = try LinkModel(
            other.model,
            with: side.tree,
            difference,
            loaderCache: side.loaderCache,
            environment: side.environment
        )
        let folders = other.model.searchedFolders
        let isSame = side.loaderCache == before.loaderCache && side.environment == before.environment
        let isSimilar = isSame && !difference.links.contains { folders.contains($0.description) }
        try self.init(model) { isSimilar ? other.root($0, unlessTouchedBy: difference) : nil }
    }

    convenience init(_ model: LinkModel) throws {
        try self.init(model) { _ in nil }
    }

    private init(_ model: LinkModel, known: (TreePath) -> Root?) throws {
        self.model = model
        var roots: [Root] = []
        var loaded = MemberSet()
        for path in model.tree.loadableObjects {
            guard let number = try model.number(of: path) else { continue }
            let root =
                try known(path)
                ?? Root(
                    path: path,
                    number: number,
                    scope: try model.scope(of: number),
                    isProgram: model.isProgram(number)
                )
            if root.isProgram { root.scope.members.dropFirst().forEach { loaded.insert($0) } }
            roots.append(root)
        }
        self.roots = roots
        positions = Dictionary(uniqueKeysWithValues: zip(roots.map(\.path), roots.indices))
        loadedByPrograms = loaded
    }

    /// The process of the object at `path`, if nothing of `difference` could be part of it.
    private func root(_ path: TreePath, unlessTouchedBy difference: TreeDifference) -> Root? {
        guard let root = self[path], !difference.paths.contains(path),
            !root.scope.members.contains(where: { difference.paths.contains(model.path(of: $0)) }),
            !root.scope.places.keys.contains(where: difference.names.contains),
            !root.scope.missing.contains(where: difference.names.contains)
        else { return nil }
        return root
    }

    subscript(_ path: TreePath) -> Root? { positions[path].map { roots[$0] } }

    /// What was read of the object at `path`.
    func facts(at path: TreePath) -> DynamicObject? { self[path].map { model.facts(of: $0.number) } }

    var programs: [Root] { roots.filter(\.isProgram) }

    /// Whether `root` stands for itself: a program, or what no program loads by name.
    func isJudged(_ root: Root) -> Bool { root.isProgram || !loadedByPrograms.contains(root.number) }

    /// Whether `root` takes symbols from whoever opens it: a shared object that cannot stand alone and that no program loads
    /// by name.
    func isPlugin(_ root: Root) throws -> Bool {
        guard !root.isProgram, isJudged(root), root.scope.failure == nil else { return false }
        return try root.scope.members.contains { try !model.unresolved(of: $0, in: root.scope).isEmpty }
    }

    /// What is missing when `program` opens `plugin`: symbols, and libraries by name. `enough` ends the search at the first.
    func missing(of plugin: Root, in program: Root, enough: Bool) throws -> [String] {
        var missing = plugin.scope.missing.filter { !program.scope.knows($0) }
        if enough, !missing.isEmpty { return missing }
        let members = program.scope.members + plugin.scope.members.filter { !program.scope.set.contains($0) }
        for member in plugin.scope.members where !program.scope.set.contains(member) || member == plugin.number {
            let open = try model.unresolved(of: member, in: plugin.scope)
            for symbol in open where enough ? missing.isEmpty : true {
                guard !model.unresolved([symbol], of: member, in: members).isEmpty else { continue }
                missing.append(model.problem(symbol, of: member).symbol)
            }
            if enough, !missing.isEmpty { break }
        }
        return missing.sorted()
    }
}
