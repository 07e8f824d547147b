// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import EngineKit
internal import Flavors
internal import Reporting
internal import SystemPackage

/// Finds the builder image for a source tree and a base: that of the flavor, with what the source's own lists ask for.
struct BuilderFinder: Sendable {
    let workspace: Workspace
    let base: BaseFinder.Base
    let facts: BaseFacts
    let reporter: Reporter

    /// The builder, and the folder of its recipe.
    func find(for source: SourceTree, _ request: BuildRequest) async throws -> (BuilderImage, FilePath) {
        let flavor = try request.base.flavor ?? flavorOfBase()
        let images = FlavorImageBuilder(
            workspace: workspace,
            engine: base.engine,
            source: request.base.source,
            reporter: reporter
        )
        if let name = request.builder {
            let staged = try await images.stagedBuilder(of: flavor)
            let builder = try await BuilderImage.existing(
                name,
                base: facts,
                baseName: base.name,
                engine: base.engine,
                probe: probe
            )
            return (builder, staged.folder)
        }
        let (staged, system) = try await images.builder(of: flavor)
        let builder = try await BuilderImage.make(
            for: DependencyLists(in: source.root),
            on: system,
            called: staged.reference,
            base: facts,
            baseName: base.name,
            recipe: staged.folder,
            scratch: workspace.scratch.appending("builder"),
            engine: base.engine,
            reporter: reporter,
            probe: probe
        )
        return (builder, staged.folder)
    }

    private func probe(_ image: ImageInspection) async throws -> BaseFacts {
        try await BaseFinder(workspace: workspace, reporter: reporter).facts(of: image, in: base.engine)
    }

    /// The flavor that the base was built as, or was made from; else the one that its facts make.
    private func flavorOfBase() throws -> Flavor {
        if let text = base.inspection.labels[FlavorImageBuilder.flavorLabel], let flavor = try? Flavor(parsing: text) {
            return flavor  // a label that is no flavor is another tool's
        }
        return try Flavor(parsing: "\(facts.ceph?.release ?? "ALL"),\(facts.distribution),\(facts.release)")
    }
}
