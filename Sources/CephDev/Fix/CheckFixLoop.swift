// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FileTree
internal import ImageAssembly
internal import ImageCheck
internal import Reporting
internal import SystemPackage

/// Check, plan fixes, carry them out, check again.
struct CheckFixLoop: Sendable {
    /// Where an image stands after the loop.
    struct Outcome: Sendable {
        let image: Image
        let report: CheckReport
        /// What was done, and what no edit answers; nil when nothing was planned.
        var plan: FixPlan?
    }

    let engine: ContainerEngine
    let workspace: Workspace
    let publisher: EnginePublisher
    let candidates: Candidates
    let epoch: Int64
    let reporter: Reporter
    /// The image that is mended, as the engine knows it, when it was there before.
    let original: ImageInspection?

    /// Mends `image`, which is in the engine and of which a check found `report`, with `material`, when it has errors, or
    /// `mendsWarnings`; nothing is mended when `material` is nil.
    func run(
        _ image: Image,
        _ report: CheckReport,
        with material: FixMaterial?,
        mendsWarnings: Bool
    ) async throws -> Outcome {
        guard let material, mendsWarnings ? !report.findings.isEmpty : !report.hasPassed else {
            return Outcome(image: image, report: report)
        }
        let planning = FixPlanning(workspace: workspace, engine: engine)
        let (plan, opened) = try await planning.plan(for: image, with: material)
        guard !plan.edits.isEmpty else { return Outcome(image: image, report: report, plan: plan) }
        plan.edits.forEach { reporter.report(.note("fix: \($0), because \($0.reason)")) }
        let fixed = try await reporter.stage(.fix) { try await apply(plan, to: image, from: opened) }
        let again = try await reporter.stage(.check, note: \.summary) { try await check(fixed) }
        return Outcome(image: fixed, report: again, plan: plan)
    }

    /// Tells what was found; what fails is no outcome unless `forces`.
    ///
    /// - Throws: ``WorkspaceFailure/checkFailed(_:)``
    func judge(_ outcome: Outcome, forces: Bool) throws -> Outcome {
        outcome.report.findings.forEach { reporter.report(.finding($0)) }
        for advice in outcome.plan?.left.compactMap(\.advice) ?? [] { reporter.report(.warning("no fix: " + advice)) }
        guard outcome.report.hasPassed || forces else {
            let name = String(outcome.image.id.hex.prefix(12))
            throw WorkspaceFailure.checkFailed(CheckSummary(outcome.report, of: name, wasTagged: original != nil))
        }
        return outcome
    }

    /// Checks `image`, whose objects were read; its commands are run after its `arrival` in the engine.
    func check(_ image: Image, after arrival: Arrival? = nil) async throws -> CheckReport {
        let proof = ImageProof(
            engine: engine,
            workspace: workspace,
            network: .host,
            arrival: arrival,
            candidates: candidates
        )
        return try await proof.check(
            candidates.reference(of: image),
            side: Checker.Side(image, workspace.objects),
            changed: image.changedPaths,
            base: image.base,
            commands: .affected
        )
    }

    // MARK: Fixing

    /// `image` with one more layer.
    private func apply(_ plan: FixPlan, to image: Image, from material: FixMaterial) async throws -> Image {
        let scratch = workspace.scratch.appending("fix")
        let maker = FixItems(engine: engine, scratch: scratch, material: material, image: image)
        let (items, removed) = try await maker.make(plan)
        try await workspace.objects.learn(items)
        let fixed = try write(items, removed, on: image)
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

    private func write(_ items: [LayerItem], _ removed: [TreePath], on image: Image) throws -> Image {
        let request = LayerRequest(name: Image.fixesName, items: items, removed: removed)
        let plan = try LayerPlanner(base: image.tree).plan([request])
        let writer = LayerWriter(store: ContentStore(at: workspace.blobs), epoch: epoch)
        return try image.adding(plan.groups.map { try writer.write($0) }, at: epoch)
    }
}

extension CheckReport {
    /// For the summary at the end of a stage.
    var summary: String {
        let looked = "\(objectCount) objects" + (commands.isEmpty ? "" : ", \(commands.count) commands")
        return findings.isEmpty ? "\(looked), nothing found" : "\(looked), \(findings.count) findings"
    }
}
