// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import ELFKit
internal import FileTree

/// Whether the loader finds the right library of several, and by the right name.
struct LibraryRules {
    private let comparison: Comparison
    private var tree: FileTree { comparison.image.model.tree }

    init(_ comparison: Comparison) {
        self.comparison = comparison
    }

    func collect(into causes: inout CauseCollector) {
        var files: [String: (path: TreePath, found: TreePath)?] = [:]
        for root in comparison.affectedRoots {
            for (name, place) in root.scope.places {
                let file = files[place] ?? file(at: place)
                files[place] = .some(file)
                if let file { collect(name, place, file.path, file.found, root, into: &causes) }
            }
        }
        collectDuplicates(into: &causes)
    }

    /// The name itself, the links above it followed, and what it leads to; behind `..` that alone.
    private func file(at place: String) -> (path: TreePath, found: TreePath)? {
        guard let found = tree.resolve(text: place) else { return nil }
        return ((try? TreePath(parsing: place)).flatMap(tree.resolveParent) ?? found, found)
    }

    private func collect(
        _ name: String,
        _ place: String,
        _ path: TreePath,
        _ found: TreePath,
        _ root: ImageLinks.Root,
        into causes: inout CauseCollector
    ) {
        if let expected = comparison.libraries[name], let digest = tree.digest(at: found), digest != expected.digest {
            causes.add(.staleLibrary(name: name, found: found, expected: expected.path), victim: root.path)
        }
        guard !name.contains("/"), let soname = comparison.image.facts(at: found)?.soname, soname != name,
            comparison.base?[root.path]?.scope.places[name] != place || comparison.changed.contains(found)
                || comparison.changed.contains(path)
        else { return }
        causes.add(.wrongLibrary(name: name, found: found, soname: soname), victim: root.path)
    }

    /// Files with one SONAME: which of them a program gets depends on who asks.
    private func collectDuplicates(into causes: inout CauseCollector) {
        let now = duplicates(in: comparison.image)
        let before = comparison.base.map(duplicates) ?? [:]
        for (soname, paths) in now where before[soname] != paths {
            guard comparison.base == nil || paths.contains(where: comparison.changed.contains) else { continue }
            causes.add(.duplicateLibrary(soname: soname, paths: paths))
        }
    }

    private func duplicates(in links: ImageLinks) -> [String: [TreePath]] {
        var places: [String: [TreePath]] = [:]
        for root in links.roots {
            guard let soname = links.model.facts(of: root.number).soname, !root.path.string.contains("/glibc-hwcaps/")
            else { continue }
            places[soname, default: []].append(root.path)
        }
        return places.filter { _, paths in
            Set(paths.compactMap { links.model.tree[$0]?.kind }).count > 1
        }
    }
}
