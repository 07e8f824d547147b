// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import ImageAssembly
package import ImageCheck
package import Reporting

/// What `cephdev check` does.
package struct CheckService: Sendable {
    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Checks the image called `name`, compared with `base` or with the base that its label names.
    package func check(_ name: String, base: String?, engine: ContainerEngine.Kind?) async throws -> CheckReport {
        let opened = try await reporter.stage(.base) {
            try await ImageOpener(workspace: workspace, reporter: reporter).open(name, baseName: base, kind: engine)
        }
        return try await reporter.stage(.check, note: \.summary) {
            try await ImageProof(engine: opened.engine, workspace: workspace).check(
                opened.whole.id.description,
                id: opened.whole.id,
                tree: opened.whole.tree,
                changed: opened.changedPaths,
                base: opened.overBase?.base
            )
        }
    }

    /// The error that a report with findings ends in.
    package static func failure(_ report: CheckReport, of name: String) -> any Failure {
        WorkspaceFailure.checkFailed(CheckSummary(report, of: name, wasTagged: true))
    }
}
