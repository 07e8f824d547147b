// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
package import Digests
package import EngineKit
internal import FoundationEssentials
internal import ImageAssembly
package import ImageCheck
internal import OCIKit
package import Reporting
package import SystemPackage

/// What `cephdev fix-libs` does.
package struct FixService: Sendable {
    /// How an image was mended.
    package struct Result: Sendable {
        package let reference: String
        package let id: Digest
        package let before: CheckReport
        package let edits: [TreeEdit]
        /// Nil when the plan was only made.
        package let after: CheckReport?
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Mends the image called `name` (the workspace's last one when nil) with files of the install tree `source` (the
    /// workspace's when nil), and moves the name to the mended image.
    package func fix(
        _ name: String?,
        from source: FilePath?,
        base: String?,
        engine: ContainerEngine.Kind?,
        isDryRun: Bool
    ) async throws -> Result {
        let lock = try workspace.lock()
        defer { withExtendedLifetime(lock) {} }
        let names = try name.map { [$0] } ?? workspace.lastImageNames()
        guard let name = names.first, name.contains("@") == false, (try? ImageReference(parsing: name)) != nil else {
            throw WorkspaceFailure.notAName(names.first ?? "")
        }
        let staged = try await stage(source ?? workspace.folders.install)
        let opened = try await reporter.stage(.base) {
            try await ImageOpener(workspace: workspace, reporter: reporter).open(name, baseName: base, kind: engine)
        }
        guard let image = opened.overBase else { throw WorkspaceFailure.baseUnknown(name) }
        let before = try await reporter.stage(.check, note: \.summary) {
            try await ImageProof(engine: opened.engine, workspace: workspace).check(
                image.id.description,
                tree: image.tree,
                changed: image.changedPaths,
                base: image.base
            )
        }
        let plan = FixPlanner(image: image.tree, staged: staged.tree).plan(for: before)
        if before.hasPassed || isDryRun {
            return Result(reference: name, id: image.id, before: before, edits: plan, after: nil)
        }
        let outcome = try await packaging(for: image, engine: opened.engine).mend(image, called: names, from: staged)
        return Result(
            reference: outcome.names.first ?? name,
            id: outcome.image.id,
            before: before,
            edits: outcome.edits,
            after: outcome.report
        )
    }

    private func stage(_ root: FilePath) async throws -> StagedTree {
        guard FileManager.default.fileExists(atPath: root.string) else {
            throw WorkspaceFailure.nothingInstalled(root)
        }
        return try await reporter.stage(.stage, note: { "\($0.files.count) files" }) {
            let isOwn = root == workspace.folders.install
            return try await Stager(keepsHeaders: false, trustsTimes: isOwn)
                .stage(root, indexFile: isOwn ? workspace.installIndex : workspace.packIndex)
        }
    }

    private func packaging(for image: Image, engine: ContainerEngine) -> Packaging {
        let configuration = try? ImageConfiguration(json: image.configuration)  // it came from one
        let created = configuration?.created.map { String($0.prefix(19)) + "Z" }
        let date = created.flatMap { try? Date($0, strategy: .iso8601) }  // 1970 is as good as any
        return Packaging(
            workspace: workspace,
            engine: engine,
            base: image.base,
            labels: [:],
            epoch: Int64(date?.timeIntervalSince1970 ?? 0),
            reporter: reporter
        )
    }
}
