// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import ELFKit
package import FileTree

/// Where the loader of a base takes the objects from that a build has anew: a new file at any other place would lie there
/// unused, or be a second library of one name.
package struct LoaderPlaces {
    /// A file of the build that goes elsewhere than its install step wanted.
    package struct Move: Sendable, Equatable {
        package let source: TreePath
        /// The file of the base that it replaces.
        package let place: TreePath

        package init(source: TreePath, place: TreePath) {
            self.source = source
            self.place = place
        }
    }

    private let base: Checker.Side
    private let staged: FileTree
    private let objects: ObjectPool.Source

    /// `objects` knows the objects of `staged`.
    package init(base: Checker.Side, staged: FileTree, objects: @escaping ObjectPool.Source) {
        self.base = base
        self.staged = staged
        self.objects = objects
    }

    /// The files that move, by their paths.
    package func moves() throws -> [Move] {
        lazy var search = LibrarySearch(tree: base.tree, cache: LoaderCache(base.loaderCache))
        lazy var named = filesByName()
        return try staged.loadableObjects.compactMap { path in
            let own = base.tree.resolveParent(of: path) ?? path
            let isThere = base.tree.digest(at: own) != nil
            // Nobody loads a program.
            guard path.isLibrary || !isThere, let digest = staged.digest(at: path), let facts = try objects(digest)
            else {
                return nil
            }
            let loaded = facts.soname.flatMap { search.place(of: $0, facts.format) }
            // Without a search path of its own nobody finds it: then it is the one file with that name.
            let place = loaded ?? (isThere ? nil : named[facts.soname ?? path.name])
            return place.flatMap { $0 == own ? nil : Move(source: path, place: $0) }
        }
    }

    /// What lies in the base at the paths that names of libraries lead to, where that is one file.
    private func filesByName() -> [String: TreePath] {
        var found: [String: TreePath?] = [:]
        for entry in base.tree.entries where entry.path.isLibrary {
            guard let place = base.tree.resolve(entry.path), case .file(_, _, isELF: true) = base.tree[place]?.kind
            else {
                continue
            }
            if let other = found[entry.path.name], other != place {
                found[entry.path.name] = .some(nil)
            } else {
                found[entry.path.name] = place
            }
        }
        return found.compactMapValues(\.self)
    }
}

extension LibrarySearch {
    /// The file that an object without a search path of its own is given for `name`.
    mutating func place(of name: String, _ format: DynamicObject.Format) -> TreePath? {
        let consumer = DynamicObject(format: format)
        return find(name, for: consumer, at: .root, isUsable: { _ in true })?.path
    }
}
