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
        let folders = Dictionary(grouping: known + new) { $0.parent }
        for (folder, members) in folders.sorted(by: { ($0.key ?? .root) < ($1.key ?? .root) }) {
            guard let folder else { continue }
            let hosts = hosts(forPluginsIn: folder, members: members)
            let before = try await unsatisfied(hosts, members.filter { !new.contains($0) }, baseShell)
            let now = try await unsatisfied(hosts, members, shell)
            compare(members, hosts: hosts, before: before, now: now, new: new, into: &collector)
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

    /// Programs that may open plugins of `folder` and whose answer may have changed: the changed ones, and for a
    /// folder with changed plugins every program of Ceph's and Python.
    private func hosts(forPluginsIn folder: TreePath, members: [TreePath]) -> [TreePath] {
        guard let base else { return [] }
        let programs = base.all.map(\.path).filter { ["bin", "sbin"].contains($0.parent?.name) }
        let changedPrograms = changedObjects.filter { ["bin", "sbin"].contains($0.parent?.name) }
        guard members.contains(where: changedObjects.contains) else { return changedPrograms.sorted() }
        let likely = programs.filter { path in
            ["ceph", "rados", "rbd", "python3"].contains { path.name.hasPrefix($0) }
        }
        return changedPrograms.union(likely).sorted()
    }

    /// The symbols that each host cannot give to each plugin; plugins that lack none are absent.
    private func unsatisfied(
        _ hosts: [TreePath],
        _ plugins: [TreePath],
        _ shell: @escaping ImageShell
    ) async throws -> [TreePath: [String: Set<String>]] {
        guard !plugins.isEmpty else { return [:] }
        let traced = try await LoaderTrace(shell: shell).trace(hosts: hosts.map { ($0, plugins) })
        return Dictionary(
            traced.map { host in
                (host.path, Dictionary(grouping: host.problems, by: \.consumer).mapValues { Set($0.map(\.symbol)) })
            }
        ) { first, _ in first }
    }

    private func compare(
        _ plugins: [TreePath],
        hosts: [TreePath],
        before: [TreePath: [String: Set<String>]],
        now: [TreePath: [String: Set<String>]],
        new: Set<TreePath>,
        into collector: inout CauseCollector
    ) {
        for plugin in plugins {
            let name = plugin.description
            let failing = hosts.compactMap { host in now[host]?[name].map { (host, $0.sorted()) } }
            if new.contains(plugin) {
                // One program that can open it is enough: which one is meant is not known.
                guard failing.count == hosts.count, let best = failing.min(by: { $0.1.count < $1.1.count }) else {
                    continue
                }
                collector.add(.pluginLost(plugin: plugin, host: best.0, symbols: best.1), victim: plugin)
            } else {
                for (host, symbols) in failing where before[host] != nil && before[host]?[name] == nil {
                    collector.add(.pluginLost(plugin: plugin, host: host, symbols: symbols), victim: plugin)
                }
            }
        }
    }
}
