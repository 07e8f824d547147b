// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FileTree
internal import ImageAssembly
internal import ImageCheck

/// Plans fixes of images whose objects were read.
struct FixPlanning: Sendable {
    let workspace: Workspace
    let engine: ContainerEngine

    /// A plan, and the material with all that it takes from. The builder is opened only when the build lacks a library.
    func plan(for image: Image, with material: FixMaterial) async throws -> (FixPlan, FixMaterial) {
        var material = material
        if let staged = material.staged { try await workspace.objects.learn(staged.items) }
        let plan = try planner(for: image, with: material).plan()
        guard material.donor == nil, plan.left.contains(where: { $0.finding.cause.kind == .missingLibrary }),
            try await material.openBuilder(in: engine, workspace)
        else { return (plan, material) }
        return (try planner(for: image, with: material).plan(), material)
    }

    private func planner(for image: Image, with material: FixMaterial) -> FixPlanner {
        FixPlanner(
            image: Checker.Side(image, workspace.objects),
            base: Checker.Side(image.base, workspace.objects),
            changed: image.changedPaths,
            objects: workspace.objects.object,
            sources: material.sources
        )
    }
}
