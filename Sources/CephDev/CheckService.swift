// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import FileTree
internal import ImageAssembly
package import ImageCheck
package import OCIKit
package import Reporting

/// What `cephdev check` does.
package struct CheckService: Sendable {
    private let workspace: Workspace
    private let reporter: Reporter
    private let trust: RegistryTrust
    private let engine: ContainerEngine.Kind?

    package init(
        workspace: Workspace,
        reporter: Reporter,
        trust: RegistryTrust = RegistryTrust(),
        engine: ContainerEngine.Kind?
    ) {
        self.workspace = workspace
        self.reporter = reporter
        self.trust = trust
        self.engine = engine
    }

    /// Checks the image at `location`, compared with the one at `base` or with the base that its label names. In an engine its
    /// commands are run as well; elsewhere nothing is, and no engine need be there.
    package func check(_ location: ImageLocation, base: ImageLocation?) async throws -> CheckReport {
        do {
            switch (location, base) {
            case (.named(let name), .named(let base)): return try await run(name, base: base, engine)
            case (.named(let name), nil): return try await run(name, base: nil, engine)
            case (.dockerDaemon(let name), nil): return try await run(name, base: nil, .docker)
            case (.containersStorage(let name), nil): return try await run(name, base: nil, .podman)
            default: break
            }
        } catch let error as EngineError {
            // A registry may have what no engine has.
            switch error {
            case .unknownImage, .noEngine: break
            default: throw error
            }
        }
        return try await read(location, base: base)
    }

    /// Checks an image of an engine, and runs its commands.
    private func run(_ name: String, base: String?, _ kind: ContainerEngine.Kind?) async throws -> CheckReport {
        let opened = try await reporter.stage(.base) {
            try await ImageOpener(workspace: workspace, reporter: reporter).open(name, baseName: base, kind: kind)
        }
        return try await reporter.stage(.check, note: \.summary) {
            try await ImageProof(engine: opened.engine, workspace: workspace).check(
                opened.whole.id.description,
                side: Checker.Side(opened.whole, workspace.objects),
                changed: opened.changedPaths,
                base: opened.overBase?.base,
                commands: .all
            )
        }
    }

    /// Checks an image wherever it is, and runs nothing.
    private func read(_ location: ImageLocation, base: ImageLocation?) async throws -> CheckReport {
        let reader = TreeReader(workspace: workspace, reporter: reporter, trust: trust, engine: engine)
        let (image, below) = try await reporter.stage(.base) {
            let image = try await reader.read(location)
            if let base { return (image, try await reader.read(base).tree as FileTree?) }
            return (image, try reader.base(of: image))
        }
        return try await reporter.stage(.check, note: \.summary) {
            let checker = Checker(
                image: Checker.Side(image.tree, workspace.objects, variables: image.variables),
                base: below.map { Checker.Side($0, workspace.objects) },
                changed: image.tree.paths(differingFrom: below ?? FileTree()),
                objects: workspace.objects.object,
                shell: nil
            )
            return try await checker.check()
        }
    }

    /// The error that a report with findings ends in.
    package static func failure(_ report: CheckReport, of name: String) -> any Failure {
        WorkspaceFailure.checkFailed(CheckSummary(report, of: name, wasTagged: true))
    }
}
