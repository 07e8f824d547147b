// SPDX-License-Identifier: Apache-2.0

package import EngineKit
package import OCIKit
internal import ProcessKit
package import Reporting

/// What `cephdev try` does.
package struct TryService: Sendable {
    package struct Request: Sendable {
        /// As the user wrote it.
        package var image: String
        package var location: ImageLocation
        package var cluster = TrialCluster()
        /// Of each step.
        package var limit: Duration = .seconds(120)
        /// Leaves the cluster running.
        package var keeps = false
        /// Gives this process's terminal to a shell in the container, once the trial is over.
        package var opensShell = false

        package init(image: String, location: ImageLocation) {
            self.image = image
            self.location = location
        }
    }

    private let workspace: Workspace
    private let reporter: Reporter
    private let engine: ContainerEngine.Kind?

    package init(workspace: Workspace, reporter: Reporter, engine: ContainerEngine.Kind?) {
        self.workspace = workspace
        self.reporter = reporter
        self.engine = engine
    }

    /// Tries the image of `request`; `present` is called when the trial is over, and before a shell opens. All that was made
    /// is gone afterwards, whatever came of it, unless it is to be kept.
    package func run(_ request: Request, present: @Sendable (TrialReport) -> Void) async throws -> TrialReport {
        let finder = TrialImageFinder(workspace: workspace, reporter: reporter, engine: engine)
        let (engine, image) = try await finder.find(request.location, writtenAs: request.image)
        try await TrialContainer.removeLeftovers(in: engine)
        let report = TrialReport(image: request.image, imageID: image.id, engine: engine.name)
        let run = TrialContainer.run(of: image.id, isKept: request.keeps)
        guard request.keeps else {
            return try await engine.withContainer(run) { try await use($0, request, report, present) }
        }
        let container = try await engine.start(run)
        do {
            return try await use(container, request, report, present)
        } catch {
            await container.remove()
            throw error
        }
    }

    private func use(
        _ container: RunningContainer,
        _ request: Request,
        _ report: TrialReport,
        _ present: (TrialReport) -> Void
    ) async throws -> TrialReport {
        let trial = ClusterTrial(cluster: request.cluster, limit: request.limit, reporter: reporter)
        var report = try await reporter.stage(.trial, note: \.summary) { try await trial.run(in: container, report) }
        if request.keeps {
            report.kept = KeptCluster(
                container: container.name,
                enter: container.commandLine(toEnter: ["bash"]),
                remove: container.removalLine
            )
        }
        present(report)
        if request.opensShell { _ = try await container.enter(TrialContainer.shell) }
        return report
    }
}

extension TrialReport {
    fileprivate var summary: String { hasPassed ? "\(steps.count) steps" : "failed after \(steps.count) steps" }
}
