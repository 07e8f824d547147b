// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import GitKit
internal import ProcessKit
package import Reporting
internal import SystemPackage

/// Brings source into the workspace: only what is new is fetched, only what differs is written, so that the compile
/// stays incremental. Neither the build tree nor the compile cache is ever touched.
package struct SourceFetcher: Sendable {
    private let folders: BuildFolders
    private let policy: SourcePolicy
    private let reporter: Reporter

    package init(folders: BuildFolders, policy: SourcePolicy = SourcePolicy(), reporter: Reporter) {
        self.folders = folders
        self.policy = policy
        self.reporter = reporter
    }

    /// - Throws: ``GitError`` naming the URL, ref, submodule or patch; ``BuildFailure/notACheckout(_:reason:)``;
    ///   ``BuildFailure/offline(missing:command:)``
    package func fetch(_ spec: SourceSpec) async throws -> SourceTree {
        try GitLibrary.start()
        switch spec {
        case .repository(let url, let ref):
            let request = try RefRequest(parsing: ref)
            let patches = try policy.patches.map(readPatch)
            do {
                return try await fetch(url, request, patches)
            } catch GitError.offline(let missing) {
                throw BuildFailure.offline(missing: missing.map(\.description), command: prefetch(url, ref))
            }
        case .directory(let path):
            try prepareSource(as: "copy")
            let tree = try await SourceCopy(of: path, folders: folders, reporter: reporter).update()
            try SourceRecord(copied: tree).write(to: folders.sourceRecord)
            return tree
        }
    }

    private func fetch(_ url: GitURL, _ request: RefRequest, _ patches: [PatchFile]) async throws -> SourceTree {
        let progress: @Sendable (SourceProgress) -> Void = { [reporter] in reporter.report(Event($0)) }
        let mirrors = MirrorStore(
            in: folders.mirrors,
            rewrites: URLRewrites(policy.rewrites, configured: try URLRewrites.configuredRules()),
            isOffline: policy.isOffline,
            isThorough: policy.isThorough,
            progress: progress
        )
        let (mirror, revision) = try await mirrors.bring(request, of: url)
        try prepareSource(as: "git")
        let outcome = try await SourceCheckout(
            mirrors: mirrors,
            workTree: folders.source,
            gitFolder: folders.git,
            progress: progress
        ).sync(url, revision.commit, patches: patches)
        let tree = SourceTree(
            root: folders.source,
            commit: revision.commit,
            refName: revision.name,
            origin: try request.origin(in: url).description,
            commitTime: try mirror.commitTime(revision.commit),
            description: try mirror.describe(revision.commit),
            edits: try UncommittedEdits(outcome)
        )
        try SourceRecord(tree, mirroredFrom: url, outcome, patches: patches.map(\.name)).write(to: folders.sourceRecord)
        return tree
    }

    private func readPatch(_ file: FilePath) throws -> PatchFile {
        let content: Data
        do {
            content = try Data(contentsOf: URL(filePath: file.string))
        } catch {
            throw BuildFailure.unreadablePatch(file)
        }
        return try PatchFile(parsing: Array(content), name: file.string)
    }

    /// The command that brings what is missing, where there is a network.
    private func prefetch(_ url: GitURL, _ ref: String?) -> String {
        let words = ["--git-url", url.description] + (ref.map { ["--ref", $0] } ?? [])
        return (["cephdev", "source", "sync", "--prefetch"] + words).map(ShellWord.quote).joined(separator: " ")
    }

    /// A folder that held source of the other kind is emptied: its leftovers belong to neither.
    private func prepareSource(as kind: String) throws {
        let manager = FileManager.default
        let mark = folders.sourceKind
        // An unreadable mark is another kind.
        let present = (try? Data(contentsOf: URL(filePath: mark.string))).map { String(decoding: $0, as: UTF8.self) }
        if present != kind {
            let leftovers = [folders.source, folders.git, folders.copyRecord, folders.sourceRecord]
            for stale in leftovers where manager.fileExists(atPath: stale.string) {
                try manager.removeItem(atPath: stale.string)
            }
        }
        try manager.createDirectory(atPath: folders.source.string, withIntermediateDirectories: true)
        try Data(kind.utf8).write(to: URL(filePath: mark.string), options: .atomic)
    }
}

extension Event {
    fileprivate init(_ progress: SourceProgress) {
        switch progress {
        case .fetching(let url, let transfer):
            let total = transfer.totalObjects > 0 ? transfer.totalObjects : nil
            self = .progress(
                .source,
                Progress(completed: transfer.receivedObjects, total: total, subject: "fetching \(url)")
            )
        case .mending(let url, let reason):
            self = .warning("the mirror of \(url) is broken (\(reason)) and fetched anew")
        case .checkingOut(let path, let done, let total):
            let subject = "checking out" + (path.isEmpty ? "" : " \(path)")
            self = .progress(.source, Progress(completed: done, total: total, subject: subject))
        case .removing(let path):
            self = .progress(.source, Progress(completed: 0, total: nil, subject: "removing \(path)"))
        }
    }
}
