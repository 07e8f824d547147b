// SPDX-License-Identifier: Apache-2.0

package import EngineKit
internal import FoundationEssentials
internal import ProcessKit
package import Reporting
internal import SystemPackage

/// What `cephdev shell` does: another container like that of the last compile, for a person or for one command.
package struct ShellService: Sendable {
    private let workspace: Workspace
    private let engine: ContainerEngine.Kind?
    private let reporter: Reporter

    /// `engine` is asked instead of the one that compiled.
    package init(workspace: Workspace, engine: ContainerEngine.Kind?, reporter: Reporter) {
        self.workspace = workspace
        self.engine = engine
        self.reporter = reporter
    }

    /// Hands the standard streams to `command`, or the terminal to a shell when it is empty, and gives back the exit status.
    /// The container goes when that ends.
    ///
    /// - Throws: ``WorkspaceFailure`` when nothing was compiled, or its builder or folders are gone.
    package func run(_ command: [String]) async throws -> Int32 {
        guard let note = try workspace.compileContainer.note() else {
            throw WorkspaceFailure.nothingCompiled(workspace.root)
        }
        guard !note.isElsewhere else { throw WorkspaceFailure.compiledElsewhere(workspace.root, engine: note.engine) }
        let found = try await EngineProbe.find(engine ?? ContainerEngine.Kind(rawValue: note.engine))
        guard let builder = try await found.inspect(note.run.image) else {
            throw WorkspaceFailure.builderGone(note.builder, engine: found.name)
        }
        let fitted = try await EngineFitter(workspace: workspace, reporter: reporter).fit(found, to: builder.id)
        for mount in note.run.mounts where !FileManager.default.fileExists(atPath: mount.source.string) {
            throw WorkspaceFailure.folderGone(mount.source)
        }
        return try await fitted.withContainer(note.run) { container in
            command.isEmpty
                ? try await container.enter(TrialContainer.shell).code : try await container.pass(command).code
        }
    }
}

extension ExitStatus {
    /// As a shell tells it.
    fileprivate var code: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
