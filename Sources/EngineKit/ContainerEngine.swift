// SPDX-License-Identifier: Apache-2.0

package import ProcessKit
package import SystemPackage

/// A container engine on this host, driven through its own command.
package struct ContainerEngine: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case docker, podman
    }

    package let kind: Kind
    /// Options of podman itself, before the subcommand: another OCI runtime where the default one cannot work.
    package let globalOptions: [String]
    /// Options of `run` and `build` without which no container starts here.
    package let limits: [String]
    /// Whose containers they are: a workspace's path, as a label, by which a later run finds what a killed one left.
    package var owner: String?
    /// Whether nothing may be pulled, and no image built, which takes packages from the network.
    package var isOffline = false

    package init(kind: Kind, globalOptions: [String] = [], limits: [String] = []) {
        self.kind = kind
        self.globalOptions = globalOptions
        self.limits = limits
    }

    package var name: String { kind.rawValue }

    /// The engine's command; `secrets` are in its environment alone.
    func command(_ arguments: [String], secrets: [String: String] = [:]) -> Command {
        // The classic builder: the client that is found first may be a newer one without buildx.
        Command(
            name,
            globalOptions + arguments,
            environment: secrets.merging(kind == .docker ? ["DOCKER_BUILDKIT": "0"] : [:]) { secret, _ in secret }
        )
    }

    /// Runs a container to its end. A cancelled task kills the container, whatever the client made of its signals.
    ///
    /// Standard input is read from `input`; standard output goes to `output`, or by lines to `onLine`, or into the result.
    package func run(
        _ run: ContainerRun,
        input: FileDescriptor? = nil,
        output: FileDescriptor? = nil,
        onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)? = nil
    ) async throws -> ProcessResult {
        try await self.run(run, named: ContainerName.unique(), input: input, output: output, onLine: onLine)
    }

    func run(
        _ run: ContainerRun,
        named container: String,
        input: FileDescriptor? = nil,
        output: FileDescriptor? = nil,
        onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)? = nil
    ) async throws -> ProcessResult {
        let arguments = arguments(of: run, named: container, hasInput: input != nil)
        do {
            let command = command(arguments, secrets: run.secrets)
            return try await ProcessRunner.run(command, input: input, output: output, onLine: onLine)
        } catch let error as CancellationError {
            await kill(container)
            throw error
        }
    }

    func arguments(of run: ContainerRun, named container: String, hasInput: Bool) -> [String] {
        let options = limits + EngineArguments.labels(ownerLabels)
        return EngineArguments.run(run, name: container, limits: options, hasInput: hasInput)
    }

    package static let workspaceLabel = "io.github.cephdev.workspace"
    package static let hostLabel = "io.github.cephdev.host"

    /// Workspaces of several hosts may have one path and one engine.
    package var ownerLabels: [String: String] {
        guard let owner else { return [:] }
        return [Self.workspaceLabel: owner, Self.hostLabel: ProcessIdentity.host]
    }

    /// Removes containers of the owner that no living run waits for.
    package func removeLeftovers() async throws {
        guard owner != nil else { return }
        let filters = ownerLabels.flatMap { ["--filter", "label=\($0.key)=\($0.value)"] }
        for attempt in 0... {
            let list = try await perform("list", on: "containers", ["ps", "--all", "--quiet"] + filters)
            let left = list.output.filter { !$0.isEmpty }
            guard !left.isEmpty else { return }
            do {
                try await perform("remove", on: "containers of a killed run", ["rm", "--force"] + left)
                return
            } catch let error as EngineError {
                // One that ends just now is removed by the engine itself.
                guard attempt < 20 else { throw error }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Stops and removes `container`, from a task that is not cancelled itself.
    func kill(_ container: String) async {
        let removal = command(["rm", "--force", "--volumes", container])
        await Task {
            // The container may be gone already, which is what is wanted.
            _ = try? await ProcessRunner.run(removal)
        }.value
    }

    /// Runs the engine for something that must succeed.
    ///
    /// - Throws: ``EngineError/failed(engine:action:subject:lastLines:)``
    @discardableResult
    func perform(
        _ action: String,
        on subject: String,
        _ arguments: [String],
        input: FileDescriptor? = nil,
        output: FileDescriptor? = nil,
        onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)? = nil
    ) async throws -> ProcessResult {
        let result = try await ProcessRunner.run(command(arguments), input: input, output: output, onLine: onLine)
        guard result.status.isSuccess else {
            let lines = (result.errors.isEmpty ? result.output : result.errors).suffix(20)
            throw EngineError.failed(engine: name, action: action, subject: subject, lastLines: Array(lines))
        }
        return result
    }
}
