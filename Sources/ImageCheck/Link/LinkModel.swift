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
        fileprivate(set) var known: [String: Int] = [:]
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
    private let environment: LoaderEnvironment
    private var knownLoaders: Set<DynamicObject.Format> = []
    private var search: LibrarySearch
    private var numbers: [TreePath: Int] = [:]
    private var paths: [TreePath] = []
    private(set) var objects: [LinkObject] = []
    /// What each object finds in its own process.
    var closures: [Int: (set: MemberSet, unresolved: [SymbolTable.Symbol])] = [:]

    /// - Parameters:
    ///   - tree: the image's files.
    ///   - pool: what was read of its objects.
    ///   - loaderCache: the bytes of `/etc/ld.so.cache`; none when the image has no such file.
    ///   - environment: what its processes are started with.
    package init(
        tree: FileTree,
        pool: ObjectPool,
        loaderCache: [UInt8],
        environment: LoaderEnvironment = LoaderEnvironment()
    ) {
        self.tree = tree
        self.pool = pool
        self.environment = environment
        search = LibrarySearch(tree: tree, cache: LoaderCache(loaderCache), processors: environment.processors)
    }

    /// A model of `tree`, which differs from the tree of `other` by `difference`: what was read of the objects that both have
    /// has the same numbers.
    init(
        _ other: LinkModel,
        with tree: FileTree,
        _ difference: TreeDifference,
        loaderCache: [UInt8],
        environment: LoaderEnvironment
    ) throws {
        self.tree = tree
        self.environment = environment
        pool = other.pool
        search = LibrarySearch(tree: tree, cache: LoaderCache(loaderCache), processors: environment.processors)
        numbers = other.numbers.filter { !difference.paths.contains($0.key) }
        paths = other.paths
        objects = other.objects
        for format in other.knownLoaders { try learnLoader(of: format) }
    }

    /// Folders in which something was looked for.
    var searchedFolders: Set<String> { search.folders }

    // MARK: Objects

    func number(of path: TreePath) throws -> Int? {
        if let known = numbers[path] { return known }
        guard case .file(_, let digest, isELF: true) = tree[path]?.kind, let object = try pool.object(digest) else {
            return nil
        }
        numbers[path] = paths.count
        paths.append(path)
        objects.append(object)
        let number = paths.count - 1
        try learnLoader(of: object.facts.format)
        return number
    }

    /// Reads once where the loader of objects of `format` looks at last.
    private func learnLoader(of format: DynamicObject.Format) throws {
        guard knownLoaders.insert(format).inserted, let name = format.loader else { return }
        guard let path = try tree.resolve(TreePath(parsing: name)), let number = try number(of: path) else { return }
        search.learn(facts(of: number).loaderFolders, of: format)
    }

    func path(of number: Int) -> TreePath { paths[number] }

    /// Whether it is started, and not only loaded: libc has an interpreter too, and a name as a library.
    func isProgram(_ number: Int) -> Bool {
        let facts = facts(of: number)
        return facts.soname == nil && (facts.isExecutable || facts.interpreter != nil)
    }

    func facts(of number: Int) -> DynamicObject { objects[number].facts }

    /// Where the loader looks for objects of `format` at last.
    func defaultFolders(_ format: DynamicObject.Format) -> [String] { search.defaults(format) }

    // MARK: Scopes

    /// The process that starts with `root`.
    func scope(of root: Int) throws -> Scope {
        var scope = Scope()
        add(root, called: paths[root].description, to: &scope)
        if let damage = facts(of: root).damage { scope.failure = "\(paths[root]): \(damage)" }
        let preloads = (isPrivileged(root) ? [] : environment.preloads) + environment.systemPreloads
        for name in preloads where scope.failure == nil { try preload(name, root: root, &scope) }
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

    /// Whether the loader does not trust whoever starts `root`: it has other rights (ld.so(8), "Secure-execution mode").
    private func isPrivileged(_ root: Int) -> Bool {
        guard let entry = tree[paths[root]] else { return false }
        return entry.mode & 0o6000 != 0 || entry.attributes["security.capability"] != nil
    }

    /// Loads what is loaded before anything else; what cannot be is left out with a warning.
    private func preload(_ name: String, root: Int, _ scope: inout Scope) throws {
        var attempt = scope
        try load(name, for: root, root: root, &attempt)
        if attempt.failure == nil, attempt.missing.isEmpty { scope = attempt }
    }

    private func load(_ name: String, for member: Int, root: Int, _ scope: inout Scope) throws {
        if let known = scope.known[name] {
            if scope.places[name] == nil, known != root { scope.places[name] = paths[known].description }
            return
        }
        let lists = lists(for: member, root: root, scope)
        guard let hit = try find(name, for: member, lists: lists, facts(of: root).format) else {
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

    /// The folders that come before the RUNPATH of `member`: RPATHs, unless it has one, and those of the environment.
    private func lists(for member: Int, root: Int, _ scope: Scope) -> [LibrarySearch.FolderList] {
        var lists: [LibrarySearch.FolderList] = []
        var loader = facts(of: member).runpath == nil ? member : nil
        while let asking = loader {
            if let rpath = facts(of: asking).rpath { lists.append((rpath, paths[asking])) }
            loader = scope.loaders[asking]
        }
        if facts(of: member).runpath == nil, let rpath = facts(of: root).rpath { lists.append((rpath, paths[root])) }
        if let folders = environment.libraryPath, !isPrivileged(root) { lists.append((folders, paths[root])) }
        return lists
    }

    private func find(
        _ name: String,
        for member: Int,
        lists: [LibrarySearch.FolderList],
        _ format: DynamicObject.Format
    ) throws -> LibrarySearch.Hit? {
        var failure: (any Error)?
        let hit = search.find(name, for: facts(of: member), at: paths[member], lists: lists) { path in
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
}
