// SPDX-License-Identifier: Apache-2.0

package import ProcessKit
package import SystemPackage

/// A container that is there, in which commands can be run one after the other.
package struct RunningContainer: Sendable {
    let engine: ContainerEngine
    package let name: String

    /// Runs `command` beside what runs in the container already. A cancelled task stops waiting for it; the command itself
    /// ends with its container at the latest. Standard input and output are as in a run.
    package func execute(
        _ command: [String],
        input: FileDescriptor? = nil,
        output: FileDescriptor? = nil,
        onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)? = nil
    ) async throws -> ProcessResult {
        let arguments = EngineArguments.exec(command, in: name, hasInput: input != nil)
        return try await ProcessRunner.run(engine.command(arguments), input: input, output: output, onLine: onLine)
    }

    /// Gives this process's terminal to `command`, and gives back how that ended.
    package func enter(_ command: [String]) async throws -> ExitStatus {
        try await ProcessRunner.hand(
            terminalTo: engine.command(EngineArguments.exec(command, in: name, terminal: true))
        )
    }

    /// Runs `command` on the standard streams of this process, without a terminal, and gives back how that ended.
    package func pass(_ command: [String]) async throws -> ExitStatus {
        try await ProcessRunner.hand(
            terminalTo: engine.command(EngineArguments.exec(command, in: name, hasInput: true))
        )
    }

    /// Kills all that runs in it and removes it, also from a task that is cancelled.
    package func remove() async { await engine.kill(name) }

    /// What a person types to run `command` in it.
    package func commandLine(toEnter command: [String]) -> String {
        engine.line(EngineArguments.exec(command, in: name, terminal: true))
    }

    /// What a person types to remove it.
    package var removalLine: String { engine.line(["rm", "--force", "--volumes", name]) }
}

extension ContainerEngine {
    fileprivate func line(_ arguments: [String]) -> String {
        Command(name, globalOptions + arguments).description
    }
}
