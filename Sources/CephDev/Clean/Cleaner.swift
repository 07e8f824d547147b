// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import FoundationEssentials
internal import SystemPackage

/// Throws away what builds left in a workspace and its cache, as far as it is asked to; never the source, the mirrors (other
/// workspaces borrow objects from them), the history of tags, nor anything that cephdev did not make.
///
/// The caller holds the workspace's lock.
struct Cleaner: Sendable {
    let workspace: Workspace

    /// Removes what `levels` name, and says what that was. With `keeping`, the cache keeps that many bytes of what was used
    /// last. A dry run only says.
    ///
    /// - Throws: ``WorkspaceFailure/cacheBusy(_:)`` when another run uses the cache, of which nothing is removed then.
    @discardableResult
    func clean(
        _ levels: Set<BuildRequest.CleanLevel>,
        keeping: Int64? = nil,
        isDryRun: Bool = false
    ) throws -> [Removal] {
        let folders = workspace.folders
        var removals: [Removal] = []
        if !levels.isDisjoint(with: [.build, .all]) { removals += try remove([folders.build], isDryRun) }
        if !levels.isDisjoint(with: [.install, .all]) {
            removals += try remove([folders.install, workspace.installIndex], isDryRun)
        }
        guard !levels.isDisjoint(with: [.cache, .all]), let use = workspace.cacheUse else { return removals }
        if isDryRun { return removals + (try collect(keeping, isDryRun: true)) }
        guard let collected = try use.alone(tries: 100, { try collect(keeping, isDryRun: false) }) else {
            throw WorkspaceFailure.cacheBusy(workspace.cache)
        }
        return removals + collected
    }

    private func collect(_ keeping: Int64?, isDryRun: Bool) throws -> [Removal] {
        let collector = CacheCollector(workspace: workspace)
        guard let keeping else { return try remove(collector.folders, isDryRun) }
        return try collector.collect(keeping: keeping, isDryRun: isDryRun)
    }

    private func remove(_ paths: [FilePath], _ isDryRun: Bool) throws -> [Removal] {
        try paths.filter { FileManager.default.fileExists(atPath: $0.string) }.map { path in
            let removal = Removal(path, byteCount: DiskUsage.byteCount(of: path))
            if !isDryRun { try FileManager.default.removeItem(atPath: path.string) }
            return removal
        }
    }
}
