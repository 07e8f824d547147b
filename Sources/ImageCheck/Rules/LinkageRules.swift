// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// What the loader itself would say of the objects that a build touched.
struct LinkageRules {
    private let comparison: Comparison
    private var image: ImageLinks { comparison.image }
    private var base: ImageLinks? { comparison.base }

    init(_ comparison: Comparison) {
        self.comparison = comparison
    }

    func collect(into causes: inout CauseCollector) throws {
        for root in comparison.affectedRoots where image.isJudged(root) {
            collectInterpreter(of: root, into: &causes)
            try collect(root, into: &causes)
        }
    }

    private func collect(_ root: ImageLinks.Root, into causes: inout CauseCollector) throws {
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
        guard object.missingLibraries.isEmpty, try !comparison.isPlugin(root) else { return }
        for problem in object.problems.subtracting(before?.problems ?? []) {
            // The model took it from the tree.
            let consumer = (try? TreePath(parsing: problem.consumer)) ?? root.path
            // What is no program is opened by one, which binds all of it at once.
            let isLazy = problem.isLazy && root.isProgram
            causes.add(
                cause(of: problem, consumer, root),
                symbol: problem.symbol,
                consumer: consumer,
                victim: root.path,
                isLazy: isLazy
            )
        }
    }

    private func cause(of problem: SymbolProblem, _ consumer: TreePath, _ root: ImageLinks.Root) -> Finding.Cause {
        switch problem.kind {
        case .missingVersion: return .missingVersions(library: problem.expectedIn ?? "a library")
        case .undefinedSymbol:
            let provider = holder(of: problem.symbol, root)?.description ?? problem.expectedIn
            return provider.map { .lostSymbols(provider: $0) } ?? .undefinedSymbols(consumer: consumer)
        }
    }

    /// Who had `symbol` in the base, of what the same program loaded there or of what it loads now.
    private func holder(of symbol: String, _ root: ImageLinks.Root) -> TreePath? {
        guard let base else { return nil }
        if let before = base[root.path], let holder = base.model.holder(of: symbol, in: before.scope) { return holder }
        return root.scope.members.lazy.map(image.model.path).first { path in
            base[path].map { base.model.objects[$0.number].defines(symbol) } ?? false
        }
    }

    /// The object that `failure` is about, which the loader's words begin with, and what is wrong with it.
    private func parts(of failure: String, _ root: ImageLinks.Root) -> (TreePath, reason: String) {
        let place = failure.prefix { $0 != ":" }
        let path = image.model.tree.resolve(text: String(place)) ?? root.path
        return (path, String(failure.dropFirst(place.count + 2)))
    }

    private func collectInterpreter(of root: ImageLinks.Root, into causes: inout CauseCollector) {
        guard root.isProgram, let interpreter = image.model.facts(of: root.number).interpreter,
            !image.model.tree.holdsFile(at: interpreter)
        else { return }
        if let base, base.facts(at: root.path)?.interpreter == interpreter, !base.model.tree.holdsFile(at: interpreter)
        {
            return
        }
        causes.add(.missingInterpreter(path: interpreter), victim: root.path)
    }
}
