// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Whether programs can still open the plugins that they could open in the base.
///
/// The loader itself is asked: a plugin named in `LD_PRELOAD` of a traced program takes its symbols from that program
/// as an opened one would. Plugins of one folder are asked about together.
struct PluginHosts: Sendable {
    /// The image; a plugin that it lacks was taken away, and nobody misses it.
    let tree: FileTree
    /// Objects that a build changed, or that load something it changed.
    let changedObjects: Set<TreePath>
    let base: BaseTrace?
    let shell: ImageShell
    let baseShell: ImageShell?

    /// What is wrong with `plugins`, the affected ones, as traced alone in the image.
    func findings(plugins: [LoadedObject]) async throws -> [Finding] {
        guard let base, let baseShell else { return [] }
        let broken = plugins.filter { plugin in
            !plugin.problems.subtracting(base[plugin.path]?.problems ?? []).isEmpty
                || !plugin.missingLibraries.isEmpty || plugin.failure != nil
        }
        var collector = CauseCollector()
        collectOwn(broken, base, into: &collector)
        let known = base.plugins.map(\.path).filter { tree[$0] != nil }
        let new = Set(broken.map(\.path)).subtracting(known)
        let pairs = pairs(of: known + new, programs: base.programs)
        let before = try await unsatisfied(pairs.compactMap { $0.without(new) }, baseShell)
        let relevant = pairs.filter { pair in
            pair.plugins.contains { new.contains($0) || before[pair.host]?.canOpen($0) == true }
        }
        let now = try await unsatisfied(relevant, shell)
        // Symbols of a missing library are its consequence.
        let incomplete = Set(broken.filter { !$0.missingLibraries.isEmpty }.map(\.path))
        var lost = known.filter { !incomplete.contains($0) }.flatMap { lostHosts(of: $0, before: before, now: now) }
        lost += new.subtracting(incomplete).sorted().compactMap { hostless($0, now: now) }
        for (pair, object) in zip(lost, try await LoaderTrace(shell: shell).trace(hosts: lost.map(\.asked))) {
            let plugin = pair.plugins[0]
            let symbols = object.problems.filter { $0.consumer == plugin.description }.map(\.symbol).sorted()
            collector.add(.pluginLost(plugin: plugin, host: pair.host, symbols: symbols), victim: plugin)
        }
        return collector.findings
    }

    /// What is wrong with a plugin whoever opens it.
    private func collectOwn(_ plugins: [LoadedObject], _ base: BaseTrace, into collector: inout CauseCollector) {
        for plugin in plugins {
            for name in plugin.missingLibraries where base[plugin.path]?.missingLibraries.contains(name) != true {
                collector.add(.missingLibrary(name: name), victim: plugin.path)
            }
            if let failure = plugin.failure, base[plugin.path]?.failure == nil {
                collector.add(.brokenObject(path: plugin.path, reason: failure), victim: plugin.path)
            }
        }
    }

    // MARK: Pairs

    /// A program, and plugins of one folder that it may open.
    private struct Pair {
        let host: TreePath
        let plugins: [TreePath]

        var asked: (host: TreePath, plugins: [TreePath]) { (host, plugins) }

        func without(_ others: Set<TreePath>) -> Pair? {
            let rest = plugins.filter { !others.contains($0) }
            return rest.isEmpty ? nil : Pair(host: host, plugins: rest)
        }
    }

    /// What a program was asked to open, and how many symbols it could not give.
    private struct Answer {
        var asked: Set<TreePath> = []
        var missing: [String: Int] = [:]

        func canOpen(_ plugin: TreePath) -> Bool {
            asked.contains(plugin) && missing[plugin.description] == nil
        }
    }

    /// Pairs whose answer may have changed: plugins of every folder with the changed programs; those of a folder with
    /// changed plugins with every program of Ceph's and Python too.
    private func pairs(of plugins: [TreePath], programs: [TreePath]) -> [Pair] {
        let changedPrograms = Set(changedObjects.filter(\.isProgram))
        let likely = Set(
            programs.filter { path in
                ["ceph", "rados", "rbd", "python3"].contains { path.name.hasPrefix($0) }
            }
        )
        return Dictionary(grouping: plugins) { $0.parent }.values.flatMap { members -> [Pair] in
            let isChanged = members.contains(where: changedObjects.contains)
            let hosts = isChanged ? changedPrograms.union(likely) : changedPrograms
            return hosts.map { Pair(host: $0, plugins: members.sorted()) }
        }.sorted { ($0.host, $0.plugins[0]) < ($1.host, $1.plugins[0]) }
    }

    private func unsatisfied(_ pairs: [Pair], _ shell: @escaping ImageShell) async throws -> [TreePath: Answer] {
        let counts = try await LoaderTrace(shell: shell).missingCounts(hosts: pairs.map(\.asked))
        var answers: [TreePath: Answer] = [:]
        // A host that is not there, or is broken itself, opens nothing.
        for case (let pair, let missing?) in zip(pairs, counts) {
            answers[pair.host, default: Answer()].asked.formUnion(pair.plugins)
            answers[pair.host]?.missing.merge(missing) { $0 + $1 }
        }
        return answers
    }

    /// Programs that could open `plugin` in the base and cannot any more.
    private func lostHosts(of plugin: TreePath, before: [TreePath: Answer], now: [TreePath: Answer]) -> [Pair] {
        now.keys.sorted()
            .filter { before[$0]?.canOpen(plugin) == true && now[$0]?.missing[plugin.description] != nil }
            .map { Pair(host: $0, plugins: [plugin]) }
    }

    /// `plugin`, a new one, with the program that comes nearest, when none can open it. One that can is enough: which one
    /// is meant is not known.
    private func hostless(_ plugin: TreePath, now: [TreePath: Answer]) -> Pair? {
        guard !now.values.contains(where: { $0.canOpen(plugin) }) else { return nil }
        let nearest = now.keys.min { left, right in
            let counts = [left, right].map { now[$0]?.missing[plugin.description] ?? .max }
            return counts[0] == counts[1] ? left < right : counts[0] < counts[1]
        }
        return nearest.map { Pair(host: $0, plugins: [plugin]) }
    }
}

extension TreePath {
    /// Whether it lies where programs do.
    var isProgram: Bool { ["bin", "sbin"].contains(parent?.name) }
}
