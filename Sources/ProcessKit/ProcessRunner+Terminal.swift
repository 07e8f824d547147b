// SPDX-License-Identifier: Apache-2.0

internal import Subprocess

extension ProcessRunner {
    /// Runs `command` on the standard streams of this process, so that somebody at a terminal works with it directly.
    ///
    /// - Returns: how it ended.
    /// - Throws: as ``run(_:input:output:onLine:)``.
    package static func hand(terminalTo command: Command) async throws -> ExitStatus {
        var configuration = Configuration(command, try ProgramSearch.find(command))
        // Only the foreground's process group may read from a terminal.
        configuration.platformOptions.processGroupID = nil
        configuration.platformOptions.teardownSequence = [
            .gracefulShutDown(allowedDurationToNextStep: .seconds(3))
        ]
        do {
            let result = try await Subprocess.run(
                configuration,
                input: .currentStandardInput,
                output: .currentStandardOutput,
                error: .currentStandardError
            )
            try Task.checkCancellation()
            return ExitStatus(result.terminationStatus)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw ProcessError.notStarted(command: command, reason: String(describing: error))
        }
    }
}
