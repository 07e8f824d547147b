// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree

/// Compares how an image links with how its base did.
struct LinkageCheck {
    let image: ImageLinks
    let base: ImageLinks?
    /// Objects that a build changed, or that load something which it changed, removed or shadowed.
    let affected: Set<TreePath>
    private let libraries: ChangedLibraries

    /// `changed` is what the image's layers over the base hold.
    init(image: ImageLinks, base: ImageLinks?, changed: Set<TreePath>) throws {
        self.image = image
        self.base = base
        libraries = ChangedLibraries(in: image.model.tree, changed: changed)
        let names = libraries.names
        affected = Set(
            image.roots.filter { root in
                guard let before = base?[root.path], !changed.contains(root.path) else { return true }
                return root.scope.places != before.scope.places || root.scope.missing != before.scope.missing
                    || root.scope.places.keys.contains(where: names.contains)
                    || root.scope.members.contains { changed.contains(image.model.path(of: $0)) }
            }.map(\.path)
        )
    }

    func causes() throws -> CauseCollector {
        var causes = CauseCollector()
        for root in image.roots where affected.contains(root.path) {
            collectStale(of: root, into: &causes)
            guard image.isJudged(root) else { continue }
            try collectLinkage(of: root, into: &causes)
        }
        if let base { try PluginHosts(image: image, base: base, affected: affected).collect(into: &causes) }
        return causes
    }

    private func collectLinkage(of root: ImageLinks.Root, into causes: inout CauseCollector) throws {
        let object = try image.model.trace(root.scope, of: root.path)
        let before = try base?[root.path].map { try base?.model.trace($0.scope, of: $0.path) } ?? nil
        if let failure = object.failure, before?.failure == nil {
            let (culprit, reason) = parts(of: failure, root)
            causes.add(.brokenObject(path: culprit, reason: reason), victim: root.path)
        }
        for name in object.missingLibraries where before?.missingLibraries.contains(name) != true {
            causes.add(.missingLibrary(name: name), victim: root.path)
        }
        // Symbols of a missing library are its consequence; those of a plugin are judged with whoever opens it.
        guard object.missingLibraries.isEmpty, try !isPlugin(root) else { return }
        for problem in object.problems.subtracting(before?.problems ?? []) {
            // What is no program is opened by one, which binds all of it at once.
            let isLazy = problem.isLazy && root.isProgram
            causes.add(cause(of: problem), victim: root.path, provider: provider(of: problem, root), isLazy: isLazy)
        }
    }

    /// The file that should have what is missing: the one that is named with the version, or that had it in the base.
    private func provider(of problem: SymbolProblem, _ root: ImageLinks.Root) -> String? {
        guard problem.kind == .undefinedSymbol, let base, let before = base[root.path] else {
            return problem.expectedIn
        }
        return base.model.holder(of: problem.symbol, in: before.scope)?.description ?? problem.expectedIn
    }

    /// One that was a plugin in the base, or is new and cannot stand alone.
    private func isPlugin(_ root: ImageLinks.Root) throws -> Bool {
        guard let base, let before = base[root.path] else { return try image.isPlugin(root) }
        return try base.isPlugin(before)
    }

    /// The object that `failure` is about, which the loader's words begin with, and what is wrong with it.
    private func parts(of failure: String, _ root: ImageLinks.Root) -> (TreePath, reason: String) {
        let place = failure.prefix { $0 != ":" }
        // The model took it from the tree.
        let path = (try? TreePath(parsing: String(place))).flatMap(image.model.tree.resolve) ?? root.path
        return (path, String(failure.dropFirst(place.count + 2)))
    }

    private func cause(of problem: SymbolProblem) -> Finding.Cause {
        switch problem.kind {
        case .undefinedSymbol:
            .undefinedSymbol(symbol: problem.symbol, consumer: problem.consumer)
        case .missingVersion:
            .missingVersion(
                version: problem.symbol,
                library: problem.expectedIn ?? "a library",
                consumer: problem.consumer
            )
        }
    }

    private func collectStale(of root: ImageLinks.Root, into causes: inout CauseCollector) {
        let tree = image.model.tree
        for (name, place) in root.scope.places {
            guard let expected = libraries[name], let path = try? TreePath(parsing: place),  // a relative place is odd
                let found = tree.resolve(path), case .file(_, let digest, _) = tree[found]?.kind,
                digest != expected.digest
            else { continue }
            causes.add(
                .staleLibrary(name: name, found: found, expected: expected.path),
                victim: root.path,
                provider: expected.path.description
            )
        }
    }
}
