// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FileTree
internal import FoundationEssentials
internal import ImageAssembly
internal import ImageCheck
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// From staged files to an image in the engine that was checked, mended where needed, and tagged.
struct Packaging: Sendable {
    struct Outcome: Sendable {
        let image: Image
        /// Nil when nothing was to be checked.
        let report: CheckReport?
        let edits: [TreeEdit]
    }

    let workspace: Workspace
    let engine: ContainerEngine
    let base: BaseImage
    let labels: [String: String]
    let epoch: Int64
    let reporter: Reporter

    private var store: ContentStore { ContentStore(at: workspace.blobs) }
    private var assembler: ImageAssembler { ImageAssembler(base: base, labels: labels, epoch: epoch) }
    private var publisher: EnginePublisher {
        EnginePublisher(engine: engine, store: store, scratch: workspace.scratch)
    }

    /// - Throws: ``WorkspaceFailure/checkFailed(_:)`` after the image was taken out of the engine again.
    func package(_ staged: StagedTree, checks: Bool, fixes: Bool, forces: Bool) async throws -> Outcome {
        let image = try await reporter.stage(.layer, note: { $0.layerSummary }) { try await assemble(staged) }
        try await load(image)
        guard checks else { return Outcome(image: image, report: nil, edits: []) }
        return try await prove(image, staged: fixes ? staged : nil, forces: forces)
    }

    /// Checks an image that is in the engine, and mends it from `staged` if that is given. `discardsFirst` says whether
    /// `image` goes when a mended one takes its place, or when it fails.
    func prove(
        _ image: Image,
        staged: StagedTree?,
        forces: Bool,
        discardsFirst: Bool = true
    ) async throws -> Outcome {
        let loop = CheckFixLoop(
            engine: engine,
            workspace: workspace,
            assembler: assembler,
            publisher: publisher,
            epoch: epoch,
            reporter: reporter
        )
        let outcome = try await loop.run(image, staged: staged)
        guard outcome.report.hasPassed || forces else {
            if discardsFirst || outcome.image.id != image.id { try await loop.discard(outcome.image) }
            outcome.report.findings.forEach { reporter.report(.finding($0)) }
            throw WorkspaceFailure.checkFailed(
                CheckSummary(outcome.report, of: String(outcome.image.id.hex.prefix(12)), wasTagged: false)
            )
        }
        if discardsFirst, outcome.image.id != image.id { try await loop.discard(image) }
        return Outcome(image: outcome.image, report: outcome.report, edits: outcome.edits)
    }

    private func assemble(_ staged: StagedTree) async throws -> Image {
        let byComponent = Dictionary(grouping: staged.files, by: \.component)
        let groups = Component.allCases.map { component in
            let items = (byComponent[component] ?? []).map {
                LayerItem(entry: $0.entry, content: staged.content(of: $0.entry.path))
            }
            return (name: component.rawValue, items: items)
        }
        let plan = try LayerPlanner(base: base.tree).plan(groups)
        let writer = LayerWriter(store: store, epoch: epoch)
        let layers = try await BlockingWork.run { flag in
            try plan.groups.map { try writer.write($0, check: flag.check) }
        }
        return try assembler.assemble(layers)
    }

    private func load(_ image: Image) async throws {
        let relatives = try await engine.images(labelled: ImageLabels.mark)
        _ = try await reporter.stage(
            .load,
            note: { sent in
                sent.layers.isEmpty
                    ? "the engine has it already"
                    : "sent \(ByteCount(sent.byteCount)): " + sent.layers.map(\.name).joined(separator: ", ")
            }
        ) {
            try await publisher.publish(image, relatives: relatives)
        }
    }

    /// Gives `image` its names, the last of which becomes the workspace's.
    func tag(_ image: Image, as names: [String]) async throws -> [String] {
        for name in names { try await engine.tag(image.id.description, as: name) }
        if engine.kind == .podman { try await engine.remove(EnginePublisher.candidateName(image)) }
        if let name = names.first {
            try Data(name.utf8).write(to: URL(filePath: workspace.lastImageFile.string), options: .atomic)
        }
        return names
    }
}

extension Image {
    fileprivate var layerSummary: String {
        let files = layers.reduce(0) { $0 + $1.fileCount }
        let bytes = ByteCount(layers.reduce(0) { $0 + $1.byteCount })
        return "\(files) files differ from the base, \(bytes) in \(layers.count) layers"
    }
}

extension Event {
    /// A finding as a warning, with whom it harms.
    static func finding(_ finding: Finding) -> Event {
        let shown = finding.victims.prefix(5).map(\.description).joined(separator: ", ")
        let more = finding.victims.count > 5 ? " and \(finding.victims.count - 5) more" : ""
        return .warning(finding.description + (shown.isEmpty ? "" : " (breaks \(shown)\(more))"))
    }
}
