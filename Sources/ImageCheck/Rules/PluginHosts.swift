// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// Whether programs can still open the plugins that they could open in the base: of all rules for who opens what, the only
/// one that neither misses nor invents.
struct PluginHosts {
    private let comparison: Comparison
    private var image: ImageLinks { comparison.image }

    init(_ comparison: Comparison) {
        self.comparison = comparison
    }

    func collect(into causes: inout CauseCollector) throws {
        guard let base = comparison.base else { return }
        for plugin in image.roots where !plugin.isProgram {
            let before = base[plugin.path]
            if let before, try base.isPlugin(before) {
                try collectLost(plugin, before, base, into: &causes)
            } else if try before == nil && image.isPlugin(plugin) {
                try collectHostless(plugin, into: &causes)
            }
        }
    }

    /// Programs that could open `plugin` in the base and cannot any more.
    private func collectLost(
        _ plugin: ImageLinks.Root,
        _ before: ImageLinks.Root,
        _ base: ImageLinks,
        into causes: inout CauseCollector
    ) throws {
        // What is wrong with a plugin whoever opens it is a cause of its own.
        guard plugin.scope.failure == nil, Set(plugin.scope.missing).isSubset(of: before.scope.missing) else { return }
        let isAffected = comparison.affected.contains(plugin.path)
        for program in image.programs where isAffected || comparison.affected.contains(program.path) {
            guard let host = base[program.path], program.scope.failure == nil, host.scope.failure == nil,
                try base.missing(of: before, in: host, enough: true).isEmpty
            else { continue }
            collectVersion(plugin, before, in: program, host, base, into: &causes)
            for symbol in try image.missing(of: plugin, in: program, enough: false) {
                let holder =
                    base.model.holder(of: symbol, in: host.scope) ?? base.model.holder(of: symbol, in: before.scope)
                add(symbol, holder, plugin, program, into: &causes)
            }
        }
    }

    /// `holder` had `symbol` in the base. A program that no longer loads it does so on purpose, perhaps, and opens no
    /// plugins any more.
    private func add(
        _ symbol: String,
        _ holder: TreePath?,
        _ plugin: ImageLinks.Root,
        _ program: ImageLinks.Root,
        into causes: inout CauseCollector
    ) {
        guard let holder else {
            causes.add(
                .pluginLost(plugin: plugin.path),
                symbol: symbol,
                consumer: plugin.path,
                victim: program.path,
                isLazy: false
            )
            return
        }
        let name = holder.name
        let isLoaded =
            holder == program.path || program.scope.knows(name) || program.scope.missing.contains(name)
            || program.scope.members.contains { image.model.path(of: $0) == holder }
        causes.add(
            isLoaded ? .lostSymbols(provider: holder.description) : .pluginLost(plugin: plugin.path),
            isLoaded ? .error : .warning,
            symbol: symbol,
            consumer: plugin.path,
            victim: isLoaded ? plugin.path : program.path,
            isLazy: false
        )
    }

    /// A plugin of another version of Ceph than the program's library has, which had that version in the base.
    private func collectVersion(
        _ plugin: ImageLinks.Root,
        _ before: ImageLinks.Root,
        in program: ImageLinks.Root,
        _ host: ImageLinks.Root,
        _ base: ImageLinks,
        into causes: inout CauseCollector
    ) {
        guard let version = image.model.facts(of: plugin.number).pluginVersion,
            let old = base.model.facts(of: before.number).pluginVersion,
            let loader = base.model.holder(ofVersion: old, in: host.scope),
            image.model.holder(ofVersion: version, in: program.scope) == nil
        else { return }
        let has = image.model.tree.resolve(loader).flatMap(image.facts)?.cephVersions ?? []
        causes.add(
            .pluginVersion(version: version, loader: loader, has: has.filter { $0 != version }),
            victim: plugin.path
        )
    }

    /// A new plugin that no program can open; one that can is enough: which one is meant is not known.
    private func collectHostless(_ plugin: ImageLinks.Root, into causes: inout CauseCollector) throws {
        guard plugin.scope.missing.isEmpty else { return }
        var nearest: [String]?
        for program in image.programs where program.scope.failure == nil {
            let symbols = try image.missing(of: plugin, in: program, enough: false)
            if symbols.isEmpty { return }
            if nearest.map({ symbols.count < $0.count }) ?? true { nearest = symbols }
        }
        for symbol in nearest ?? [] {
            causes.add(
                .undefinedSymbols(consumer: plugin.path),
                symbol: symbol,
                consumer: plugin.path,
                victim: plugin.path,
                isLazy: false
            )
        }
    }
}

extension LinkModel {
    /// The first of the process `scope` that is of Ceph `version`.
    fileprivate func holder(ofVersion version: String, in scope: Scope) -> TreePath? {
        scope.members.first { facts(of: $0).cephVersions.contains(version) }.map(path(of:))
    }
}
