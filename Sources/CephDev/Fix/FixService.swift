// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
package import Digests
package import EngineKit
internal import FoundationEssentials
internal import ImageAssembly
package import ImageCheck
internal import OCIKit
package import Reporting
internal import SystemPackage

/// What `cephdev fix-libs` does.
package struct FixService: Sendable {
    /// How an image was mended.
    package struct Result: Sendable {
        package let reference: String
        package let id: Digest
        package let before: CheckReport
        package let plan: FixPlan
        /// Nil when the plan was only made.
        package let after: CheckReport?
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Mends the image called `name` (the workspace's last one when nil) with files of `source`, an install tree or an image
    /// (the workspace's install tree when nil), and moves the name to the mended image.
    package func fix(
        _ name: String?,
        from source: String?,
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
        let opened = try await reporter.stage(.base) {
            try await ImageOpener(workspace: workspace, reporter: reporter).open(name, baseName: base, kind: engine)
        }
        guard let image = opened.overBase else { throw WorkspaceFailure.baseUnknown(name) }
        let before = try await reporter.stage(.check, note: \.summary) {
            try await ImageProof(engine: opened.engine, workspace: workspace).check(
                image.id.description,
                side: Checker.Side(image, workspace.objects),
                changed: image.changedPaths,
                base: image.base,
                commands: .affected
            )
        }
        let material = try await material(from: source, in: opened.engine)
        if before.findings.isEmpty || isDryRun {
            let plan = try await packaging(for: image, engine: opened.engine).plan(for: image, from: material)
            return Result(reference: name, id: image.id, before: before, plan: plan, after: nil)
        }
        let outcome = try await packaging(for: image, engine: opened.engine).mend(
            image,
            before,
            called: names,
            from: material
        )
        return Result(
            reference: outcome.names.first ?? name,
            id: outcome.image.id,
            before: before,
            plan: outcome.plan ?? FixPlan(),
            after: outcome.report
        )
    }

    /// The files of a folder, or of an image in `engine`; beside a folder the builder that the workspace used last.
    ///
    /// - Throws: ``WorkspaceFailure/nothingInstalled(_:)``
    private func material(from source: String?, in engine: ContainerEngine) async throws -> FixMaterial {
        let folder = source.map { FilePath($0) } ?? workspace.folders.install
        if let source, !FileManager.default.fileExists(atPath: source) {
            var material = FixMaterial(builder: source)
            guard try await material.openBuilder(in: engine, workspace) else {
                throw WorkspaceFailure.nothingInstalled(folder)
            }
            return material
        }
        return FixMaterial(staged: try await stage(folder), builder: workspace.lastBuilder)
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
