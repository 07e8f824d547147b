// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import ELFKit
package import FileTree

/// How the objects of an image link: a model of glibc's loader that runs nothing.
///
/// It says what `ldd -r` would say of each object: where libraries are found, and which symbols and versions nobody has.
package final class LinkModel {
    /// What a process consists of, from the root on in the order in which symbols are looked up.
    struct Scope {
        fileprivate(set) var members: [Int] = []
        fileprivate(set) var set = MemberSet()
        /// Members by every name under which one may ask for them.
        fileprivate var known: [String: Int] = [:]
        /// Where names were found.
        fileprivate(set) var places: [String: String] = [:]
        fileprivate(set) var missing: [String] = []
        /// Why the loader gives up, in its words.
        fileprivate(set) var failure: String?
        /// Who asked for each member, for RPATHs.
        fileprivate var loaders: [Int: Int] = [:]

        /// Whether somebody who asks for `name` is given a member.
        func knows(_ name: String) -> Bool { known[name] != nil }
    }

    let tree: FileTree
    private let pool: ObjectPool
    private var search: LibrarySearch
    private var numbers: [TreePath: Int] = [:]
    private var paths: [TreePath] = []
    private var objects: [LinkObject] = []
    private var closures: [Int: (set: MemberSet, unresolved: [SymbolTable.Symbol])] = [:]

    /// - Parameters:
    ///   - tree: the image's files.
    ///   - pool: what was read of its objects.
    ///   - loaderCache: the bytes of `/etc/ld.so.cache`; none when the image has no such file.
    package init(tree: FileTree, pool: ObjectPool, loaderCache: [UInt8]) {
        self.tree = tree
        self.pool = pool
        search = LibrarySearch(tree: tree, cache: LoaderCache(loaderCache))
    }

    /// What the loader would say of the object at `path`, with every symbol bound at the start; nil when it is none.
    package func trace(_ path: TreePath) throws -> LoadedObject? {
        guard let root = try number(of: path) else { return nil }
        return try trace(scope(of: root), of: path)
    }

    /// The same for a scope that is known.
    func trace(_ scope: Scope, of path: TreePath) throws -> LoadedObject {
        var object = LoadedObject(path: path)
        object.libraries = scope.places
        object.missingLibraries = scope.missing
        object.failure = scope.failure
        guard scope.failure == nil else { return object }
        for member in scope.members {
            for symbol in try unresolved(of: member, in: scope) { object.problems.insert(problem(symbol, of: member)) }
            object.problems.formUnion(missingVersions(of: member, in: scope))
        }
        return object
    }

    // MARK: Objects

    func number(of path: TreePath) throws -> Int? {
        if let known = numbers[path] { return known }
        guard case .file(_, let digest, isELF: true) = tree[path]?.kind, let object = try pool.object(digest) else {
            return nil
        }
        numbers[path] = paths.count
        paths.append(path)
        objects.append(object)
        return paths.count - 1
    }

    func path(of number: Int) -> TreePath { paths[number] }

    /// Whether it is started, and not only loaded: libc has an interpreter too, and a name as a library.
    func isProgram(_ number: Int) -> Bool {
        let facts = facts(of: number)
        return facts.soname == nil && (facts.isExecutable || facts.interpreter != nil)
    }

    func facts(of number: Int) -> DynamicObject { objects[number].facts }

    // MARK: Scopes

    /// The process that starts with `root`.
    func scope(of root: Int) throws -> Scope {
        var scope = Scope()
        add(root, called: paths[root].description, to: &scope)
        if let damage = facts(of: root).damage { scope.failure = "\(paths[root]): \(damage)" }
        var position = 0
        while position < scope.members.count, scope.failure == nil {
            let member = scope.members[position]
            for name in facts(of: member).needed where scope.failure == nil {
                try load(name, for: member, root: root, &scope)
            }
            position += 1
        }
        return scope
    }

    private func load(_ name: String, for member: Int, root: Int, _ scope: inout Scope) throws {
        if let known = scope.known[name] {
            if scope.places[name] == nil, known != root { scope.places[name] = paths[known].description }
            return
        }
        let format = facts(of: root).format
        var inherited: [(rpath: String, owner: TreePath)] = []
        var loader: Int? = member
        while let asking = loader {
            if let rpath = facts(of: asking).rpath { inherited.append((rpath, paths[asking])) }
            loader = scope.loaders[asking]
        }
        if let rpath = facts(of: root).rpath { inherited.append((rpath, paths[root])) }
        let hit = try find(name, for: member, inherited: inherited, format)
        guard let hit else {
            scope.missing.append(name)
            return
        }
        scope.places[name] = hit.place
        guard let found = try number(of: hit.path) else {
            scope.failure = "\(hit.place): invalid ELF header"
            return
        }
        if let damage = facts(of: found).damage {
            scope.failure = "\(hit.place): \(damage)"
            return
        }
        if scope.set.contains(found) {
            scope.known[name] = found
        } else {
            scope.loaders[found] = member
            add(found, called: hit.place, to: &scope)
            scope.known[name] = scope.known[name] ?? found
        }
    }

    private func find(
        _ name: String,
        for member: Int,
        inherited: [(rpath: String, owner: TreePath)],
        _ format: DynamicObject.Format
    ) throws -> LibrarySearch.Hit? {
        var failure: (any Error)?
        let hit = search.find(name, for: facts(of: member), at: paths[member], inherited: inherited) { path in
            do {
                // What is for another machine is passed over; what cannot be read at all ends the search.
                guard let number = try number(of: path) else { return true }
                let facts = facts(of: number)
                return facts.damage != nil || facts.format == format
            } catch {
                failure = error
                return true
            }
        }
        if let failure { throw failure }
        return hit
    }

    private func add(_ number: Int, called name: String, to scope: inout Scope) {
        scope.members.append(number)
        scope.set.insert(number)
        for name in [name, facts(of: number).soname].compactMap(\.self) {
            scope.known[name] = scope.known[name] ?? number
        }
    }

    // MARK: Symbols

    /// References of `member` that nothing in `scope` answers.
    ///
    /// More objects in a scope never take a definition away: what `member` finds in its own closure it finds in every scope
    /// that holds the same files.
    func unresolved(of member: Int, in scope: Scope) throws -> [SymbolTable.Symbol] {
        let own = try closure(of: member)
        let open = own.set.isSubset(of: scope.set) ? own.unresolved : facts(of: member).symbols.references
        return unresolved(open, of: member, in: scope.members)
    }

    private func closure(of member: Int) throws -> (set: MemberSet, unresolved: [SymbolTable.Symbol]) {
        if let known = closures[member] { return known }
        let scope = try scope(of: member)
        let references = facts(of: member).symbols.references
        let closure = (scope.set, unresolved(references, of: member, in: scope.members))
        closures[member] = closure
        return closure
    }

    /// Those of `references`, of `member`, that none of `members` answers.
    func unresolved(
        _ references: [SymbolTable.Symbol],
        of member: Int,
        in members: [Int]
    ) -> [SymbolTable.Symbol] {
        let object = objects[member]
        return references.filter { reference in
            guard !reference.flags.contains(.weak) else { return false }
            return !members.contains { candidate in
                // A program does not copy from itself.
                guard candidate != member || !reference.flags.contains(.copied) else { return false }
                return objects[candidate].definition(for: reference, of: object) != nil
            }
        }
    }

    func problem(_ symbol: SymbolTable.Symbol, of member: Int) -> SymbolProblem {
        let facts = facts(of: member)
        return SymbolProblem(
            kind: .undefinedSymbol,
            symbol: facts.symbols.name(of: symbol),
            consumer: paths[member].description,
            expectedIn: symbol.versionName > 0 ? facts.versions[Int(symbol.versionName) - 1].file : nil,
            isLazy: symbol.flags.contains(.lazy) && !facts.bindsNow
        )
    }

    /// Versions that `member` needs and the file that should have them does not define (glibc, elf/dl-version.c).
    private func missingVersions(of member: Int, in scope: Scope) -> [SymbolProblem] {
        facts(of: member).versionNeeds.flatMap { need -> [SymbolProblem] in
            // A missing file is reported as such; one without any table is taken for granted.
            guard let provider = scope.known[need.file], facts(of: provider).definesVersions else { return [] }
            return need.versions.filter { !$0.isWeak && !facts(of: provider).defines($0.name) }.map {
                SymbolProblem(
                    kind: .missingVersion,
                    symbol: $0.name,
                    consumer: paths[member].description,
                    expectedIn: paths[provider].description
                )
            }
        }
    }
}

extension DynamicObject {
    fileprivate func defines(_ version: String) -> Bool {
        versions.contains { $0.file == nil && $0.name == version }
    }
}
