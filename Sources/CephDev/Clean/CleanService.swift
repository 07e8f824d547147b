// SPDX-License-Identifier: Apache-2.0

package import EngineKit
internal import FoundationEssentials
internal import ImageAssembly
package import Reporting
internal import SystemPackage

/// What `cephdev clean` does.
package struct CleanService: Sendable {
    /// What is to go.
    package struct Request: Sendable {
        package var levels: Set<BuildRequest.CleanLevel>
        /// Bytes of the cache that stay; nil for none.
        package var keeping: Int64?
        /// Names of images that go.
        package var images: [String] = []
        /// Every image that cephdev made goes.
        package var allImages = false
        package var engine: ContainerEngine.Kind?
        package var isDryRun = false

        package init(_ levels: Set<BuildRequest.CleanLevel>) {
            self.levels = levels
        }
    }

    private let workspace: Workspace
    private let reporter: Reporter

    /// A service for a workspace that need not be there.
    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Removes what `request` names and says what that was; nothing that another run uses, and nothing that cephdev did not
    /// make.
    package func clean(_ request: Request) async throws -> [Removal] {
        let hasRoot = FileManager.default.fileExists(atPath: workspace.root.string)
        let lock = hasRoot ? try workspace.lock() : nil
        defer { withExtendedLifetime(lock) {} }
        let removals = try Cleaner(workspace: workspace)
            .clean(request.levels, keeping: request.keeping, isDryRun: request.isDryRun)
        let hasVolumes = !FarRecord(in: workspace).places.isEmpty
        guard hasVolumes || !request.levels.isDisjoint(with: [.images, .all]) else { return removals }
        return removals + (try await cleanEngine(request))
    }

    private func cleanEngine(_ request: Request) async throws -> [Removal] {
        let engine: ContainerEngine
        do {
            engine = try await EngineProbe.find(request.engine)
        } catch let error as EngineError where !request.levels.contains(.images) {
            reporter.report(.note("no images and volumes are cleaned: \(error)"))
            return []
        }
        let volumes = try await FarCleaner(workspace: workspace, engine: engine, reporter: reporter)
            .clean(request.levels, isDryRun: request.isDryRun)
        guard !request.levels.isDisjoint(with: [.images, .all]) else { return volumes }
        let cleaner = ImageCleaner(engine: engine, reporter: reporter)
        let images = try await cleaner.clean(named: request.images, all: request.allImages, isDryRun: request.isDryRun)
        return volumes + images
    }
}
