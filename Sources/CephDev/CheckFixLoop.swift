// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FileTree
internal import FoundationEssentials
internal import ImageAssembly
internal import ImageCheck
internal import Reporting
internal import SystemPackage

/// Check, fix, check again: until nothing is found, nothing more can be mended, or three rounds are over.
struct CheckFixLoop: Sendable {
    /// Where an image stands after the loop.
    struct Outcome: Sendable {
        let image: Image
        let report: CheckReport
        /// What the fixes did, in their order.
        let edits: [TreeEdit]
    }

    static let rounds = 3

    let engine: ContainerEngine
    let workspace: Workspace
    let publisher: EnginePublisher
    let candidates: Candidates
    let epoch: Int64
    let reporter: Reporter
    /// The image that is mended, as the engine knows it, when it was there before.
    let original: ImageInspection?

    /// Runs the loop on `image`, which is in the engine already and whose objects were read, with replacements from `staged`;
    /// nothing is mended when that is nil.
    func run(_ image: Image, staged: StagedTree?) async throws -> Outcome {
        var outcome = Outcome(image: image, report: try await check(image), edits: [])
        var round = 0
        while !outcome.report.hasPassed, let staged, round < Self.rounds {
            let edits = FixPlanner(image: outcome.image.tree, staged: staged.tree).plan(for: outcome.report)
            guard !edits.isEmpty else { break }
            edits.forEach { reporter.report(.note("fix: \($0), because \($0.reason)")) }
            // One layer for all rounds: the edits so far and the new ones.
            let all = outcome.edits + edits
            let fixed = try await reporter.stage(.fix) { try await apply(all, to: image, from: staged) }
            outcome = Outcome(image: fixed, report: try await check(fixed), edits: all)
            round += 1
        }
        return outcome
    }

    private func check(_ image: Image) async throws -> CheckReport {
        try await reporter.stage(.check, note: \.summary) {
            try await ImageProof(engine: engine, workspace: workspace).check(
                candidates.reference(of: image),
                tree: image.tree,
                changed: image.changedPaths,
                base: image.base
            )
        }
    }

    // MARK: Fixing

    /// `image` with one more layer: the edits, and the loader's cache as it must be after them.
    private func apply(_ edits: [TreeEdit], to image: Image, from staged: StagedTree) async throws -> Image {
        let items = edits.compactMap { item(for: $0, staged) }
        try await workspace.objects.learn(items)
        let edited = try write(items, on: image)
        try await publish(edited, above: image)
        let shells = EngineShell(engine: engine, scratch: workspace.scratch)
        let cache = try await shells.loaderCache(of: candidates.reference(of: edited))
        guard let item = try cacheItem(cache, replacing: image.tree) else { return edited }
        try await candidates.drop(edited)
        try await workspace.objects.learn([item])
        let fixed = try write(items + [item], on: image)
        try await publish(fixed, above: image)
        return fixed
    }

    /// Loads `image`, which was made from `below`.
    private func publish(_ image: Image, above below: Image) async throws {
        _ = try await publisher.publish(
            image,
            as: [candidates.name(of: image)],
            likely: LoadedImage(below),
            original: original
        )
    }

    private func item(for edit: TreeEdit, _ staged: StagedTree) -> LayerItem? {
        switch edit.change {
        case .place(let source, let path):
            guard let file = staged[source] else { return nil }
            return LayerItem(entry: file.entry.moved(to: path), content: file.content)
        case .link(let path, let target):
            let link = FileEntry(path: path, kind: .symlink(target: target), mode: 0o777)
            return LayerItem(entry: link, content: "")
        }
    }

    private func write(_ items: [LayerItem], on image: Image) throws -> Image {
        let plan = try LayerPlanner(base: image.tree).plan([LayerRequest(name: Image.fixesName, items: items)])
        let writer = LayerWriter(store: ContentStore(at: workspace.blobs), epoch: epoch)
        return try image.adding(plan.groups.map { try writer.write($0) }, at: epoch)
    }

    /// The file at `path` as `/etc/ld.so.cache`; nil when the image has the same one.
    private func cacheItem(_ path: FilePath, replacing tree: FileTree) throws -> LayerItem? {
        let folder = path.removingLastComponent()
        guard let scanned = try DirectoryScanner.scan(folder).entries.first(where: { $0.path.name == "ld.so.cache" })
        else {
            return nil
        }
        let target = try TreePath(parsing: "etc/ld.so.cache")
        guard scanned.kind != tree[target]?.kind else { return nil }
        return LayerItem(entry: FileEntry(path: target, kind: scanned.kind, mode: 0o644), content: path)
    }
}

extension CheckReport {
    /// For the summary at the end of a stage.
    var summary: String {
        let looked = "\(objectCount) objects" + (commands.isEmpty ? "" : ", \(commands.count) commands")
        return hasPassed ? "\(looked), nothing found" : "\(looked), \(findings.count) findings"
    }
}
