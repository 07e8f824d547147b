// SPDX-License-Identifier: Apache-2.0

package import CephBuild
internal import FoundationEssentials
internal import GitKit
internal import ProcessKit
package import Reporting
internal import SystemPackage

/// What `cephdev source` does: the source alone, without a build.
package struct SourceService: Sendable {
    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    private var folders: BuildFolders { workspace.folders }

    /// Brings `spec` into the workspace, as a build would.
    ///
    /// What it takes up is not counted, which takes longer than to bring nothing new: see ``status()``.
    package func sync(_ spec: SourceSpec, _ policy: SourcePolicy) async throws -> SourceRecord {
        let lock = try workspace.lock()
        defer { withExtendedLifetime(lock) {} }
        _ = try await reporter.stage(.source, note: \.summary) {
            try await SourceFetcher(folders: folders, policy: policy, reporter: reporter).fetch(spec)
        }
        return try record()
    }

    private func record() throws -> SourceRecord {
        guard let record = try SourceRecord(at: folders.sourceRecord) else {
            throw WorkspaceFailure.noSourceYet(workspace.root)
        }
        return record
    }

    /// - Throws: ``WorkspaceFailure/noSourceYet(_:)``
    package func status() async throws -> SourceStatus {
        let record = try record()
        let folders = folders
        return try await BlockingWork.run { _ in
            let mirrors = MirrorStore(in: folders.mirrors)
            let checkout = SourceCheckout(mirrors: mirrors, workTree: folders.source, gitFolder: folders.git)
            let state = try checkout.state(submodules: record.submodules.map(\.path))
            return SourceStatus(
                workspace: folders.workspace.string,
                record: record,
                editedPaths: record.kind == .commit ? state.editedPaths : [],
                isUnfinished: state.isUnfinished,
                byteCount: [folders.source, folders.git].reduce(0) { $0 + DiskUsage.byteCount(of: $1) },
                mirrors: try Self.mirrors(of: record, in: mirrors)
            )
        }
    }

    private static func mirrors(of record: SourceRecord, in store: MirrorStore) throws -> [SourceStatus.Mirror] {
        let urls = [record.mirroredURL].compactMap(\.self) + record.submodules.map(\.url)
        var seen: Set<String> = []
        return try urls.filter { seen.insert($0).inserted }.map { url in
            let place = try store.mirror(of: GitURL(parsing: url)).path
            return SourceStatus.Mirror(url: url, path: place.string, byteCount: DiskUsage.byteCount(of: place))
        }
    }

    /// Removes the workspace's source, and with `mirrors` those of all workspaces; nothing of a build.
    ///
    /// - Throws: ``WorkspaceFailure/busy(_:)``; ``WorkspaceFailure/cacheBusy(_:)`` when another run uses the mirrors.
    package func clean(mirrors: Bool, isDryRun: Bool) throws -> [Removal] {
        let hasRoot = FileManager.default.fileExists(atPath: workspace.root.string)
        let lock = hasRoot ? try workspace.lock() : nil
        defer { withExtendedLifetime(lock) {} }
        let removals = try remove(folders.sourceParts, isDryRun)
        guard mirrors, let use = workspace.cacheUse else { return removals }
        if isDryRun { return removals + (try remove([folders.mirrors], isDryRun)) }
        guard let collected = try use.alone(tries: 100, { try remove([folders.mirrors], isDryRun) }) else {
            throw WorkspaceFailure.cacheBusy(workspace.cache)
        }
        return removals + collected
    }

    private func remove(_ paths: [FilePath], _ isDryRun: Bool) throws -> [Removal] {
        try paths.filter { FileManager.default.fileExists(atPath: $0.string) }.map { path in
            let removal = Removal(path, byteCount: DiskUsage.byteCount(of: path))
            if !isDryRun { try FileManager.default.removeItem(atPath: path.string) }
            return removal
        }
    }
}

extension SourceTree {
    /// For the summary at the end of a stage.
    var summary: String {
        let edits = edits.map { ", \($0.paths.count) uncommitted" } ?? ""
        return "\(refName) at \(commit?.short ?? "no commit")" + edits
    }
}
