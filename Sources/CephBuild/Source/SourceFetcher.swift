// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import GitKit
package import Reporting
internal import SystemPackage

/// Brings source into the workspace: only what is new is fetched, only what differs is written, so that the compile
/// stays incremental. Neither the build tree nor the compile cache is ever touched.
package struct SourceFetcher: Sendable {
    private let folders: BuildFolders
    private let reporter: Reporter

    package init(folders: BuildFolders, reporter: Reporter) {
        self.folders = folders
        self.reporter = reporter
    }

    /// - Throws: ``GitError`` naming the URL, ref or submodule; ``BuildFailure/notACheckout(_:reason:)``
    package func fetch(_ spec: SourceSpec) async throws -> SourceTree {
        try GitLibrary.start()
        switch spec {
        case .repository(let url, let ref):
            try prepareSource(as: "git")
            return try await fetch(url, ref: ref)
        case .directory(let path):
            try prepareSource(as: "copy")
            return try await SourceCopy(of: path, folders: folders, reporter: reporter).update()
        }
    }

    private func fetch(_ url: GitURL, ref: String?) async throws -> SourceTree {
        let (mirror, revision) = try await resolve(url, ref: ref)
        try await SourceCheckout.sync(
            mirrorFolder: folders.mirrors,
            workTree: folders.source,
            gitFolder: folders.git,
            url: url,
            commit: revision.commit,
            progress: { [reporter] in reporter.report(.progress(.source, Progress($0))) }
        )
        return SourceTree(
            root: folders.source,
            commit: revision.commit,
            refName: revision.name,
            origin: url.description,
            commitTime: try mirror.commitTime(revision.commit),
            description: try mirror.describe(revision.commit),
            edits: nil
        )
    }

    /// A full commit that is there already needs no network; every other ref may have moved.
    private func resolve(_ url: GitURL, ref: String?) async throws -> (Mirror, ResolvedRef) {
        let report: TransferReport = { [reporter] in
            reporter.report(.progress(.source, Progress(.fetching(url, $0))))
        }
        let mirror = try await Mirror.open(
            at: folders.mirrors.appending(url.mirrorName),
            url: url,
            progress: report
        )
        // Text that is no full commit is a name to look up.
        if let commit = ref.flatMap({ try? CommitID(parsing: $0) }) {
            if try !mirror.contains(commit: commit) {
                try await mirror.fetch(progress: report)
                try await mirror.fetch(commit: commit, progress: report)
            }
        } else {
            try await mirror.fetch(progress: report)
        }
        return (mirror, try mirror.resolve(ref: ref))
    }

    /// A folder that held source of the other kind is emptied: its leftovers belong to neither.
    private func prepareSource(as kind: String) throws {
        let manager = FileManager.default
        let mark = folders.workspace.appending("source.kind")
        // An unreadable mark is another kind.
        let present = (try? Data(contentsOf: URL(filePath: mark.string))).map { String(decoding: $0, as: UTF8.self) }
        if present != kind {
            let leftovers = [folders.source, folders.git, folders.copyRecord]
            for stale in leftovers where manager.fileExists(atPath: stale.string) {
                try manager.removeItem(atPath: stale.string)
            }
        }
        try manager.createDirectory(atPath: folders.source.string, withIntermediateDirectories: true)
        try Data(kind.utf8).write(to: URL(filePath: mark.string), options: .atomic)
    }
}

extension Progress {
    fileprivate init(_ progress: SourceProgress) {
        switch progress {
        case .fetching(let url, let transfer):
            self.init(
                completed: transfer.receivedObjects,
                total: transfer.totalObjects > 0 ? transfer.totalObjects : nil,
                subject: "fetching \(url)"
            )
        case .checkingOut(let path, let done, let total):
            self.init(completed: done, total: total, subject: "checking out" + (path.isEmpty ? "" : " \(path)"))
        case .removing(let path):
            self.init(completed: 0, total: nil, subject: "removing \(path)")
        }
    }
}
