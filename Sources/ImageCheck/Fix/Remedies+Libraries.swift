// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// Libraries that are not found, or not the right ones.
extension Remedies {
    /// Links at `path` to the file of the image that it should lead to.
    func links(at path: TreePath) -> [[TreeEdit.Change]] {
        let folder = state.tree.resolveParent(of: path)?.parent
        let files = state.links.roots.filter { root in
            root.path != path && (state.facts(at: root.path)?.soname == path.name || root.path.name == path.name)
        }.map(\.path)
        let near = files.filter { $0.parent == folder }
        return (near + files.filter { $0.parent != folder }).map { file in
            [.link(path: path, target: file.parent == folder ? file.name : file.description)]
        }
    }

    /// The library `name` of a source, with its link, where its install step wanted it or in `folder`.
    func additions(of name: String, in folder: TreePath? = nil) -> [[TreeEdit.Change]] {
        state.twins.compactMap { index in
            guard let twin = index.library(name) else { return nil }
            let wanted = state.tree.resolveParent(of: twin.path) ?? twin.path
            guard let place = folder.flatMap({ try? $0.appending(twin.path.name) }) ?? wanted as TreePath? else {
                return nil
            }
            guard place.name != name, let link = try? place.parent?.appending(name) else {
                return [twin.placed(at: place)]
            }
            return [twin.placed(at: place), .link(path: link, target: place.name)]
        }
    }

    /// Who asks for `name` is given `found`, which is another library.
    func wrong(_ name: String, _ found: TreePath) -> [[TreeEdit.Change]] {
        let places = Set(finding.victims.compactMap { state.links[$0]?.scope.places[name] })
        // The model took them from the tree.
        let paths = places.compactMap { try? TreePath(parsing: $0) }.compactMap(state.tree.resolveParent)
        return paths.flatMap { path in
            if case .symlink = state.tree[path]?.kind { return links(at: path) + additions(of: name, in: path.parent) }
            return additions(of: name, in: path.parent)
        }
    }

    /// The library `name` is nowhere.
    func missing(_ name: String) -> [[TreeEdit.Change]] {
        let consumers = consumers(of: name)
        let newer = consumers.filter { path in twin(of: path).map { !$0.facts.needed.contains(name) } ?? false }
        let present = state.links.roots.map(\.path).filter { path in
            state.facts(at: path)?.soname == name || path.name == name
        }
        let beside = present.filter { $0.name != name }.compactMap { file in
            (try? file.parent?.appending(name)).map { [TreeEdit.Change.link(path: $0, target: file.name)] }
        }
        let led = present.compactMap(\.parent).map { folder in consumers.compactMap { runpath(of: $0, to: folder) } }
        let others = consumers.filter { !newer.contains($0) }
        let cached: [[TreeEdit.Change]] = present.isEmpty ? [] : [[.loaderCache(path: FixPlanner.cachePath)]]
        return replacements(newer) + beside + cached + led.filter { !$0.isEmpty } + replacements(others)
            + additions(of: name)
            + present.compactMap(moved)
    }

    /// A link to `file` in the folder where every loader looks at last.
    private func moved(_ file: TreePath) -> [TreeEdit.Change]? {
        guard let facts = state.facts(at: file), let name = facts.soname,
            let folder = state.links.model.defaultFolders(facts.format).last,
            // A name may be too odd to be a path.
            let place = (try? TreePath(parsing: "\(folder)/\(name)")).flatMap(state.tree.resolveParent),
            place != file
        else { return nil }
        return [.link(path: place, target: file.description)]
    }

    /// Who asks for `name`, among the victims and what they load.
    private func consumers(of name: String) -> [TreePath] {
        let model = state.links.model
        let members = finding.victims.compactMap { state.links[$0] }.flatMap(\.scope.members)
        return Set(members).filter { model.facts(of: $0).needed.contains(name) }.map(model.path).sorted()
    }

    // MARK: Symbols

    /// Who wants symbols is stale, or who should have them is.
    func symbols() -> [[TreeEdit.Change]] {
        let names = Set(finding.symbols.map(\.name))
        let consumers = Set(finding.symbols.flatMap(\.consumers)).sorted()
        let stale = consumers.filter { path in twin(of: path).map { !$0.wants(names, finding.cause) } ?? false }
        let providers = state.links.roots.compactMap { root -> (path: TreePath, count: Int)? in
            guard !consumers.contains(root.path), let twin = twin(of: root.path) else { return nil }
            let count = twin.count(of: names, finding.cause)
            return count > state.count(of: names, at: root.path, finding.cause) ? (root.path, count) : nil
        }.sorted { ($1.count, $0.path) < ($0.count, $1.path) }
        return replacements(stale) + providers.flatMap { replacements([$0.path]) } + shadows(names)
            + replacements(consumers)
            + replacements(consumers + providers.map(\.path))
    }

    /// Files that hide another of their SONAME which has the symbols.
    private func shadows(_ names: Set<String>) -> [[TreeEdit.Change]] {
        let model = state.links.model
        return state.links.roots.compactMap { root in
            guard let soname = model.facts(of: root.number).soname,
                state.count(of: names, at: root.path, finding.cause) < names.count
            else { return nil }
            let better = state.links.roots.contains { other in
                other.number != root.number && model.facts(of: other.number).soname == soname
                    && state.count(of: names, at: other.path, finding.cause) == names.count
            }
            return better ? [.remove(path: root.path)] : nil
        }
    }
}

extension FixState {
    /// How many of `names` the object at `path` has, as symbols or as versions.
    fileprivate func count(of names: Set<String>, at path: TreePath, _ cause: Finding.Cause) -> Int {
        facts(at: path)?.count(of: names, cause) ?? 0
    }
}

extension Twin {
    fileprivate func count(of names: Set<String>, _ cause: Finding.Cause) -> Int { facts.count(of: names, cause) }

    /// Whether it asks for one of `names` as well.
    fileprivate func wants(_ names: Set<String>, _ cause: Finding.Cause) -> Bool {
        if case .missingVersions = cause {
            return facts.versionNeeds.flatMap(\.versions).contains { names.contains($0.name) }
        }
        return facts.symbols.references.contains { names.contains(facts.symbols.name(of: $0)) }
    }
}

extension DynamicObject {
    fileprivate func count(of names: Set<String>, _ cause: Finding.Cause) -> Int {
        if case .missingVersions = cause { return versions.count { $0.file == nil && names.contains($0.name) } }
        let hashes = Set(names.map { SymbolTable.hash($0.utf8) })
        return Set(symbols.definitions.filter { hashes.contains($0.hash) }.map(symbols.name)).intersection(names).count
    }
}
