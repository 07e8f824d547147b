// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import FileTree

/// Judges an image: does everything that the build changed, and everything that links to it, still link?
///
/// What a healthy base already complains about is no finding: plugins take symbols from the program that loads them.
/// For these, every pair of plugin and program that worked in the base must still work.
package struct Checker: Sendable {
    private let tree: FileTree
    private let changed: Set<TreePath>
    private let base: BaseTrace?
    private let shell: ImageShell
    private let baseShell: ImageShell?

    /// A checker of the image whose merged tree is `tree`. `changed` is what its layers over the base hold, everything
    /// when there is no base; `shell` runs scripts in the image, `baseShell` in the base.
    package init(
        tree: FileTree,
        changed: Set<TreePath>,
        base: BaseTrace?,
        shell: @escaping ImageShell,
        baseShell: ImageShell?
    ) {
        self.tree = tree
        self.changed = changed
        self.base = base
        self.shell = shell
        self.baseShell = baseShell
    }

    /// Links everything affected, and runs the commands.
    package func check() async throws -> CheckReport {
        async let running = runningFindings()
        let affected = affectedObjects()
        let traced = try await LoaderTrace(shell: shell).trace(affected)
        let pluginPaths = pluginPaths(among: traced)
        var causes = CauseCollector()
        let libraries = ChangedLibraries(in: tree, changed: changed)
        let dependencies = dependencies(of: traced)
        for object in traced where !pluginPaths.contains(object.path) {
            collectStale(of: object, libraries, into: &causes)
            // A library is judged under those who load it: they may bring what it lacks alone (libsystemd-core).
            guard !dependencies.contains(object.path) else { continue }
            collectLinkage(of: object, into: &causes)
        }
        let hosts = PluginHosts(
            tree: tree,
            changedObjects: Set(affected),
            base: base,
            shell: shell,
            baseShell: baseShell
        )
        for finding in try await hosts.findings(plugins: traced.filter { pluginPaths.contains($0.path) }) {
            causes.add(finding)
        }
        for finding in try await running { causes.add(finding) }
        return CheckReport(
            findings: causes.findings,
            objectCount: affected.count,
            commands: RunningCheck.commands,
            comparedWithBase: base != nil
        )
    }

    /// What running the commands showed; a command that the base lacks is not asked for.
    private func runningFindings() async throws -> [Finding] {
        let findings = try await RunningCheck(shell: shell).findings()
        guard let baseShell, findings.contains(where: \.isMissingCommand) else { return findings }
        let before = try await RunningCheck(shell: baseShell).findings().filter(\.isMissingCommand).map(\.cause)
        return findings.filter { !before.contains($0.cause) }
    }

    /// Changed objects, and those which loaded a library in the base that is changed now.
    private func affectedObjects() -> [TreePath] {
        guard let base else { return tree.loadableObjects }
        let names = ChangedLibraries(in: tree, changed: changed).names.union(changed.map(\.name))
        return tree.loadableObjects.filter { path in
            guard !changed.contains(path), let before = base[path] else { return true }
            return before.libraries.keys.contains(where: names.contains)
        }
    }

    /// The files that objects of `traced` load as libraries.
    private func dependencies(of traced: [LoadedObject]) -> Set<TreePath> {
        let places = Set(traced.flatMap(\.libraries.values))
        return Set(places.compactMap { place in (try? TreePath(parsing: place)).flatMap(tree.resolve) })
    }

    /// Shared objects that take symbols from whoever opens them: those that did in the base, and new ones that no
    /// program needs by name and whose only complaints are about themselves.
    private func pluginPaths(among traced: [LoadedObject]) -> Set<TreePath> {
        let known = Set(base?.plugins.map(\.path) ?? [])
        let needed = Set(traced.flatMap(\.libraries.keys)).union(base?.neededNames ?? [])
        let candidates = traced.filter { object in
            guard !known.contains(object.path) else { return true }
            return object.path.name.contains(".so") && !object.problems.isEmpty && object.missingLibraries.isEmpty
                && !needed.contains(object.path.name) && !needed.contains(object.path.name.soname)
        }
        return Set(candidates.map(\.path))
    }

    // MARK: What the loader said

    private func collectLinkage(of object: LoadedObject, into causes: inout CauseCollector) {
        let before = base?[object.path]
        if let failure = object.failure, before?.failure == nil {
            causes.add(.brokenObject(path: object.path, reason: failure), victim: object.path)
        }
        for name in object.missingLibraries where before?.missingLibraries.contains(name) != true {
            causes.add(.missingLibrary(name: name), victim: object.path)
        }
        // Symbols of a missing library are its consequence.
        guard object.missingLibraries.isEmpty else { return }
        for problem in object.problems.subtracting(before?.problems ?? []) {
            causes.add(cause(of: problem), victim: object.path, provider: problem.expectedIn)
        }
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

    private func collectStale(
        of object: LoadedObject,
        _ libraries: ChangedLibraries,
        into causes: inout CauseCollector
    ) {
        for (name, place) in object.libraries {
            guard let expected = libraries[name], let path = try? TreePath(parsing: place),  // a relative place is odd
                let found = tree.resolve(path), let entry = tree[found],
                case .file(_, let digest, _) = entry.kind, digest != expected.digest
            else { continue }
            causes.add(
                .staleLibrary(name: name, found: found, expected: expected.path),
                victim: object.path,
                provider: expected.path.description
            )
        }
    }
}

extension String {
    /// `libcls_lock.so.1` of `libcls_lock.so.1.0.0`, after the habit of every Ceph library.
    fileprivate var soname: String {
        guard let range = firstRange(of: ".so.") else { return self }
        return String(self[..<range.upperBound] + (self[range.upperBound...].split(separator: ".").first ?? ""))
    }
}
