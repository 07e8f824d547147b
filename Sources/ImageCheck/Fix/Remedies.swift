// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// What may answer a finding, the gentlest first: an object is replaced by the build's of the same name, a duplicate in the
/// way is removed, a file is moved to where the loader looks, a RUNPATH is rewritten, a missing library is added.
struct Remedies {
    let finding: Finding
    let state: FixState
    /// The names by which others ask for files that may say none themselves.
    private let linkNames: [TreePath: String]

    init(_ finding: Finding, in state: FixState) {
        self.finding = finding
        self.state = state
        let names = state.tree.entries.compactMap { entry -> (TreePath, String)? in
            guard case .symlink = entry.kind, entry.path.isLibrary else { return nil }
            return state.tree.resolve(entry.path).map { ($0, entry.path.name) }
        }
        linkNames = Dictionary(names) { first, _ in first }
    }

    /// Each is tried as a whole.
    var all: [[TreeEdit.Change]] {
        switch finding.cause {
        case .brokenObject(let path, _), .foreignObject(let path, _, _), .notAnObject(let path):
            replacements([path]) + (isInTheWay(path) ? [[.remove(path: path)]] : [])
        case .unreadable(let path, let blocker): permissions(path, blocker)
        case .danglingLink(let path, _): links(at: path) + additions(of: path.name, in: path.parent)
        case .missingInterpreter(let name):
            // What is no path cannot be linked to.
            replacements(finding.victims) + ((try? TreePath(parsing: name)).map(links) ?? [])
        case .staleLibrary(let name, let found, let expected): stale(name, found, expected)
        case .wrongLibrary(let name, let found, _): wrong(name, found)
        case .missingLibrary(let name): missing(name)
        case .missingVersions, .lostSymbols, .undefinedSymbols: symbols()
        case .pluginLost(let plugin): replacements([plugin]) + replacements(finding.victims) + symbols()
        case .pluginVersion(_, let loader, _): replacements(finding.victims) + replacements([loader])
        case .twoSizes(let library, let other):
            replacements([library, other]) + replacements([library]) + replacements([other])
        case .unstableLibrary: replacements(finding.victims)
        case .searchPath: searchPaths()
        case .duplicateLibrary(_, let paths): unused(paths)
        case .otherPython: pythons()
        case .commandMissing, .commandFailed, .thirdParty: []
        }
    }

    // MARK: Replacing

    /// The counterpart of what lies at `path`, if it differs.
    func twin(of path: TreePath) -> Twin? {
        for index in state.twins {
            guard let twin = index.twin(of: path, soname: state.facts(at: path)?.soname ?? linkNames[path]) else {
                continue
            }
            if twin.digest != state.tree.digest(at: path) { return twin }
        }
        return nil
    }

    /// One remedy: all of `paths` replaced that can be.
    func replacements(_ paths: [TreePath]) -> [[TreeEdit.Change]] {
        let changes = paths.compactMap { path in twin(of: path)?.placed(at: path) }
        return changes.isEmpty ? [] : [changes]
    }

    // MARK: One file

    private func permissions(_ path: TreePath, _ blocker: TreePath) -> [[TreeEdit.Change]] {
        guard let mode = state.tree[blocker]?.mode else { return [] }
        // What its owner may, everybody may, but write.
        let open: [TreeEdit.Change] = [
            .permissions(path: blocker, mode: mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
        ]
        guard path == blocker else { return [open] }
        let soname = state.facts(at: path)?.soname
        let twin = state.twins.lazy.compactMap { $0.twin(of: path, soname: soname) }.first
        return (twin.map { [[$0.placed(at: path)]] } ?? []) + [open]
    }

    private func stale(_ name: String, _ found: TreePath, _ expected: TreePath) -> [[TreeEdit.Change]] {
        let content = state.tree.digest(at: expected)
        let source = state.twins.lazy.compactMap { $0.library(name) }.first { $0.digest == content } ?? twin(of: found)
        let replaced = source.map { [$0.placed(at: found)] } ?? []
        let removed = isOfBase(expected) ? [] : removal(of: expected)
        return [
            replaced.isEmpty ? nil : replaced + removed, replaced.isEmpty ? nil : replaced,
            isOfBase(found) ? nil : removal(of: found), [.link(path: found, target: expected.description)],
        ].compactMap(\.self)
    }

    /// Whether others ask for what lies at `path`: without it they may find another. Who lacks a program or a plugin is not
    /// helped by its being gone.
    private func isInTheWay(_ path: TreePath) -> Bool { finding.victims.contains { $0 != path } }

    private func isOfBase(_ path: TreePath) -> Bool { state.base?.model.tree[path] != nil }

    /// The file, and the links beside it that lead to it.
    private func removal(of path: TreePath) -> [TreeEdit.Change] {
        let links = path.parent.map(state.tree.children) ?? []
        return [.remove(path: path)]
            + links.filter { $0.path != path && state.tree.resolve($0.path) == path }.map { .remove(path: $0.path) }
    }

    /// Of files with one SONAME those that nobody loads.
    private func unused(_ paths: [TreePath]) -> [[TreeEdit.Change]] {
        let idle = paths.filter { path in
            guard !isOfBase(path), let root = state.links[path] else { return false }
            return !state.links.roots.contains { $0.number != root.number && $0.scope.set.contains(root.number) }
        }
        return idle.isEmpty || idle.count == paths.count ? [] : [idle.flatMap(removal)]
    }

    // MARK: RUNPATHs

    /// The folders that the same object has in the build or in the base, and none at all.
    private func searchPaths() -> [[TreeEdit.Change]] {
        replacements(finding.victims) + [finding.victims.compactMap { runpath(of: $0) }].filter { !$0.isEmpty }
    }

    /// A RUNPATH for the object at `path` that leads to what it needs.
    func runpath(of path: TreePath, to folder: TreePath? = nil) -> TreeEdit.Change? {
        guard let facts = state.facts(at: path), facts.runpath ?? facts.rpath != nil else { return nil }
        let before = state.base?.facts(at: path)
        let likely = [folder?.description, before.map { $0.runpath ?? $0.rpath ?? "" }].compactMap(\.self).first ?? ""
        return RunpathEditor.fits(likely, in: facts) ? .runpath(path: path, folders: likely) : nil
    }

    // MARK: Python

    /// The module that the build has for the image's Python, in place of the other.
    private func pythons() -> [[TreeEdit.Change]] {
        guard case .otherPython(let tag, let has) = finding.cause else { return [] }
        return finding.victims.compactMap { path in
            for own in has {
                let name = path.name.replacing(tag, with: own)
                guard let twin = state.twins.lazy.flatMap({ $0.objects(named: name) }).first,
                    let place = try? path.parent?.appending(name)  // as long as the other
                else { continue }
                return [twin.placed(at: place), .remove(path: path)]
            }
            return nil
        }
    }
}
