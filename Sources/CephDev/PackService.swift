// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
package import EngineKit
internal import FoundationEssentials
package import OCIKit
package import Reporting
package import SystemPackage

/// What `cephdev pack` does: an install tree, however it came to be, onto a base.
package struct PackService: Sendable {
    package struct Request: Sendable {
        package var folder: FilePath
        package var base: BaseSelection
        package var name: ImageReference
        package var engine: ContainerEngine.Kind?
        package var packaging: PackagingOptions
        package var keepsHeaders = false

        package init(
            folder: FilePath,
            base: BaseSelection,
            name: ImageReference,
            engine: ContainerEngine.Kind?,
            packaging: PackagingOptions
        ) {
            self.folder = folder
            self.base = base
            self.name = name
            self.engine = engine
            self.packaging = packaging
        }
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    package func pack(_ request: Request) async throws -> BuildResult {
        let lock = try workspace.lock()
        defer { withExtendedLifetime(lock) {} }
        guard FileManager.default.fileExists(atPath: request.folder.string) else {
            throw WorkspaceFailure.nothingInstalled(request.folder)
        }
        async let found = reporter.stage(.base) {
            try await BaseFinder(workspace: workspace, reporter: reporter).find(request.base, in: request.engine)
        }
        let staged = try await reporter.stage(.stage, note: { "\($0.files.count) files" }) {
            try await Stager(keepsHeaders: request.keepsHeaders)
                .stage(request.folder, indexFile: workspace.packIndex)
        }
        let base = try await found
        let outcome = try await Packaging(
            workspace: workspace,
            engine: base.engine,
            base: base.image,
            labels: ImageLabels.make(packedOn: base, epoch: base.epoch),
            epoch: base.epoch,
            reporter: reporter
        ).package(staged, as: ImageTags(lasting: nil, moving: [request.name]), request.packaging)
        return BuildResult(outcome, log: nil)
    }
}
