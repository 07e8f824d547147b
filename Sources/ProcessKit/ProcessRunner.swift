// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Subprocess
package import SystemPackage

/// Runs programs. A cancelled task sends its program INT, then TERM, then KILL, each to the program's own group.
package enum ProcessRunner {
    /// Which of the two streams a line came from.
    package enum Stream: Sendable {
        case output, errors
    }

    /// Runs `command` and collects what it prints.
    ///
    /// - Parameters:
    ///   - command: what to run; its standard input is empty unless `input` is given.
    ///   - input: a file to read as standard input.
    ///   - output: where standard output goes instead of into the result.
    ///   - onLine: called with every line as it comes; standard output is then not collected.
    /// - Returns: how it ended, whatever its status.
    /// - Throws: ``ProcessError`` when it cannot be started; `CancellationError` when the task was cancelled.
    package static func run(
        _ command: Command,
        input: FileDescriptor? = nil,
        output: FileDescriptor? = nil,
        onLine: (@Sendable (String, Stream) -> Void)? = nil
    ) async throws -> ProcessResult {
        let program = try ProgramSearch.find(command)
        let collector = LineCollector(onLine: onLine)
        let group = ProcessGroup()
        defer { if Task.isCancelled { group.kill() } }
        let status: TerminationStatus
        do {
            status = try await spawn(Configuration(command, program), input: input, output: output, collector, group)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            if error.code == .executableNotFound { throw ProcessError.notFound(program: command.program) }
            throw ProcessError.notStarted(command: command, reason: String(describing: error))
        }
        try Task.checkCancellation()
        return collector.result(of: command, status: ExitStatus(status))
    }

    private static func spawn(
        _ configuration: Configuration,
        input: FileDescriptor?,
        output: FileDescriptor?,
        _ collector: LineCollector,
        _ group: ProcessGroup
    ) async throws -> TerminationStatus {
        let source = try input ?? FileDescriptor.open("/dev/null", .readOnly)
        defer { if input == nil { try? source.close() } }  // read only: nothing to lose
        let sourceInput = FileDescriptorInput.fileDescriptor(source, closeAfterSpawningProcess: false)
        if let output {
            return try await Subprocess.run(
                configuration,
                input: sourceInput,
                output: .fileDescriptor(output, closeAfterSpawningProcess: false),
                error: .sequence
            ) { child in
                group.begin(child.processIdentifier.value)
                try await collector.drain(child.standardError, .errors)
            }.terminationStatus
        }
        return try await Subprocess.run(
            configuration,
            input: sourceInput,
            output: .sequence,
            error: .sequence
        ) { child in
            group.begin(child.processIdentifier.value)
            async let errors: Void = collector.drain(child.standardError, .errors)
            try await collector.drain(child.standardOutput, .output)
            try await errors
        }.terminationStatus
    }
}

extension Configuration {
    init(_ command: Command, _ program: FilePath) {
        var variables: [Environment.Key: String?] = [:]
        for (name, value) in command.environment { variables[Environment.Key(stringLiteral: name)] = value }
        self.init(
            executable: .path(program),
            arguments: Arguments(command.arguments),
            environment: .inherit.updating(variables),
            workingDirectory: command.workingDirectory
        )
        platformOptions.processGroupID = 0
        platformOptions.teardownSequence = [
            .send(signal: .interrupt, toProcessGroup: true, allowedDurationToNextStep: .seconds(2)),
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(3)),
        ]
    }
}

extension ExitStatus {
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signaled(signal)
        }
    }
}
