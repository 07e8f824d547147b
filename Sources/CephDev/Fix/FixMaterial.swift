// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import EngineKit
internal import FileTree
internal import ImageAssembly
internal import ImageCheck

/// What fixes are made of: the files of a build, and those of an image of the engine.
struct FixMaterial: Sendable {
    /// An image that files may be taken from.
    struct Donor: Sendable {
        /// The engine's id of it.
        let id: String
        let tree: FileTree
    }

    var staged: StagedTree?
    /// The engine's name of an image that has what the build was linked with.
    var builder: String?
    private(set) var donor: Donor?

    init(staged: StagedTree? = nil, builder: String?) {
        self.staged = staged
        self.builder = builder
    }

    /// Sources for the planner, the build first.
    var sources: [FixSource] {
        [staged.map { FixSource(.build, $0.tree) }, donor.map { FixSource(.builder, $0.tree) }].compactMap(\.self)
    }

    /// Reads the builder's files, which may take long; false when there is none.
    mutating func openBuilder(in engine: ContainerEngine, _ workspace: Workspace) async throws -> Bool {
        guard let builder, let inspection = try await engine.inspect(builder) else { return false }
        let tree = try await workspace.open(inspection, in: engine).tree
        donor = Donor(id: inspection.id.description, tree: tree)
        return true
    }
}
