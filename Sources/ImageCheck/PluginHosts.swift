// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Whether programs can still open the plugins that they could open in the base.
///
/// The loader itself is asked: a plugin named in `LD_PRELOAD` of a traced program takes its symbols from that program
/// as an opened one would. Plugins of one folder are asked about together.
struct PluginHosts: Sendable {
    /// Objects that a build changed, or that load something it changed.
    let changedObjects: Set<TreePath>
    let base: BaseTrace?
    let shell: ImageShell
    let baseShell: ImageShell?

    /// - Parameter plugins: the affected ones, as traced alone in the image.
    func findings(plugins: [LoadedObject]) async throws -> [Finding] {
        guard let base, let baseShell else { return [] }
        let broken = plugins.filter { plugin in
            !plugin.problems.subtracting(base[plugin.path]?.problems ?? []).isEmpty
                || !plugin.missingLibraries.isEmpty || plugin.failure != nil
        }
        var collector = CauseCollector()
        collectOwn(broken, base, into: &collector)
        let known = base.plugins.map(\.path)
        let new = Set(broken.map(\.path)).subtracting(known)
        let pairs = pairs(of: known + new, programs: base.programs)
        let before = try await unsatisfied(pairs.compactMap { $0.without(new) }, baseShell)
        let relevant = pairs.filter { pair in
            pair.plugins.contains { new.contains($0) || before[pair.host]?.canOpen($0) == true }
        }
        let now = try await unsatisfied(relevant, shell)
        for plugin in known where base[plugin] != nil {
            compare(plugin, before: before, now: now, into: &collector)
        }
        for plugin in new.sorted() { judge(plugin, now: now, into: &collector) }
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

        func without(_ others: Set<TreePath>) -> Pair? {
            let rest = plugins.filter { !others.contains($0) }
            return rest.isEmpty ? nil : Pair(host: host, plugins: rest)
        }
    }

    /// What a program was asked to open, and the symbols that it could not give.
    private struct Answer {
        var asked: Set<TreePath> = []
        var missing: [String: Set<String>] = [:]

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
        let traced = try await LoaderTrace(shell: shell).trace(hosts: pairs.map { ($0.host, $0.plugins) })
        var answers: [TreePath: Answer] = [:]
        // A host that is not there, or is broken itself, opens nothing.
        for (pair, host) in zip(pairs, traced) where host.failure == nil {
            answers[pair.host, default: Answer()].asked.formUnion(pair.plugins)
            for problem in host.problems {
                answers[pair.host]?.missing[problem.consumer, default: []].insert(problem.symbol)
            }
        }
        return answers
    }

    /// Every program that could open the plugin must still be able to.
    private func compare(
        _ plugin: TreePath,
        before: [TreePath: Answer],
        now: [TreePath: Answer],
        into collector: inout CauseCollector
    ) {
        for (host, answer) in now where before[host]?.canOpen(plugin) == true {
            guard let symbols = answer.missing[plugin.description]?.sorted() else { continue }
            collector.add(.pluginLost(plugin: plugin, host: host, symbols: symbols), victim: plugin)
        }
    }

    /// One program that can open a new plugin is enough: which one is meant is not known.
    private func judge(_ plugin: TreePath, now: [TreePath: Answer], into collector: inout CauseCollector) {
        guard !now.values.contains(where: { $0.canOpen(plugin) }) else { return }
        let failing = now.compactMap { host, answer in
            answer.missing[plugin.description].map { (host: host, symbols: $0.sorted()) }
        }
        guard let best = failing.min(by: { ($0.symbols.count, $0.host) < ($1.symbols.count, $1.host) }) else { return }
        collector.add(.pluginLost(plugin: plugin, host: best.host, symbols: best.symbols), victim: plugin)
    }
}

extension TreePath {
    /// Whether it lies where programs do.
    var isProgram: Bool { ["bin", "sbin"].contains(parent?.name) }
}
