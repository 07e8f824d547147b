// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Whether programs can still open the plugins that they could open in the base: of all rules for who opens what, the only
/// one that neither misses nor invents.
struct PluginHosts {
    let image: ImageLinks
    let base: ImageLinks
    /// Objects of the image that a build changed, or that load something it changed.
    let affected: Set<TreePath>

    func collect(into causes: inout CauseCollector) throws {
        for plugin in image.roots where !plugin.isProgram {
            let before = base[plugin.path]
            if let before, try base.isPlugin(before) {
                try collectLost(plugin, before, into: &causes)
            } else if try before == nil && image.isPlugin(plugin) {
                try collectHostless(plugin, into: &causes)
            }
        }
    }

    /// Programs that could open `plugin` in the base and cannot any more.
    private func collectLost(
        _ plugin: ImageLinks.Root,
        _ before: ImageLinks.Root,
        into causes: inout CauseCollector
    ) throws {
        // What is wrong with a plugin whoever opens it is a cause of its own.
        guard plugin.scope.failure == nil, Set(plugin.scope.missing).isSubset(of: before.scope.missing) else { return }
        let isAffected = affected.contains(plugin.path)
        for program in image.programs where isAffected || affected.contains(program.path) {
            guard let host = base[program.path], program.scope.failure == nil, host.scope.failure == nil,
                try base.missing(of: before, in: host, enough: true).isEmpty
            else { continue }
            let symbols = try image.missing(of: plugin, in: program, enough: false)
            guard !symbols.isEmpty else { continue }
            causes.add(
                .pluginLost(plugin: plugin.path, host: program.path, symbols: symbols),
                victim: plugin.path
            )
        }
    }

    /// A new plugin that no program can open; one that can is enough: which one is meant is not known.
    private func collectHostless(_ plugin: ImageLinks.Root, into causes: inout CauseCollector) throws {
        guard plugin.scope.missing.isEmpty else { return }
        var nearest: (program: TreePath, symbols: [String])?
        for program in image.programs where program.scope.failure == nil {
            let symbols = try image.missing(of: plugin, in: program, enough: false)
            if symbols.isEmpty { return }
            if nearest.map({ symbols.count < $0.symbols.count }) ?? true { nearest = (program.path, symbols) }
        }
        guard let nearest else { return }
        causes.add(
            .pluginLost(plugin: plugin.path, host: nearest.program, symbols: nearest.symbols),
            victim: plugin.path
        )
    }
}
