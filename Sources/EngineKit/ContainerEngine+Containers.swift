// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit
internal import SystemPackage

extension ContainerEngine {
    /// Works in a container of `run`, whose own command does not matter, and removes it whatever comes of `body`.
    ///
    /// The container lives as long as its standard input, which goes with this process: a kill leaves nothing behind.
    ///
    /// - Throws: ``EngineError/failed(engine:action:subject:lastLines:)`` when it does not start; what `body` throws.
    package func withContainer<Value: Sendable>(
        _ run: ContainerRun,
        _ body: (RunningContainer) async throws -> Value
    ) async throws -> Value {
        let container = RunningContainer(engine: self, name: ContainerName.unique())
        let (reader, writer) = try Pipe.make()
        defer { try? reader.close() }  // read only: nothing to lose
        let (starts, start) = AsyncStream<Void>.makeStream()
        async let ending = {
            defer { start.finish() }
            return try await self.run(run.waiting, named: container.name, input: reader) { _, stream in
                if stream == .output { start.yield() }
            }
        }()
        var value: Value?
        do {
            defer { try? writer.close() }  // nothing was written
            if await starts.first(where: { true }) != nil { value = try await body(container) }
        }
        let result = try await ending
        guard let value else { throw notStarted(run, result) }
        return value
    }

    /// Starts a container of `run`, whose own command does not matter. It stays until somebody removes it.
    ///
    /// - Throws: ``EngineError/failed(engine:action:subject:lastLines:)``
    package func start(_ run: ContainerRun) async throws -> RunningContainer {
        let container = RunningContainer(engine: self, name: ContainerName.unique())
        var arguments = arguments(of: run.staying, named: container.name, hasInput: false)
        arguments.insert("--detach", at: 1)
        let result: ProcessResult
        do {
            result = try await ProcessRunner.run(command(arguments, secrets: run.secrets))
        } catch let error as CancellationError {
            await container.remove()
            throw error
        }
        guard result.status.isSuccess else {
            await container.remove()
            throw notStarted(run, result)
        }
        return container
    }

    /// Removes containers with the label `name` whose value `isLeftover`.
    package func removeContainers(labelled name: String, where isLeftover: (String) -> Bool) async throws {
        let format = ["--no-trunc", "--filter", "label=\(name)", "--format", "{{.ID}} {{.Label \"\(name)\"}}"]
        let list = try await perform("list", on: "containers", ["ps", "--all"] + format)
        for line in list.output {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, isLeftover(parts[1]) else { continue }
            await RunningContainer(engine: self, name: parts[0]).remove()
        }
    }

    private func notStarted(_ run: ContainerRun, _ result: ProcessResult) -> EngineError {
        .failed(
            engine: name,
            action: "start a container of",
            subject: run.image,
            lastLines: Array(result.errors.suffix(5))
        )
    }
}

extension ContainerRun {
    /// Says a line, and ends with its input.
    fileprivate var waiting: ContainerRun { running("echo started; exec cat") }

    fileprivate var staying: ContainerRun { running("while :; do sleep 86400; done") }

    private func running(_ script: String) -> ContainerRun {
        var run = self
        run.command = ["/bin/sh", "-c", script]
        return run
    }
}
