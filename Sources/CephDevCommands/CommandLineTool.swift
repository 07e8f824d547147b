// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import Reporting

/// Parse, run, report: the whole of what happens between the process's start and its exit status.
package enum CommandLineTool {
    /// Runs the command that `arguments` ask for and gives the process's exit status.
    package static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try CephDevCommand.parseAsRoot(arguments)
            guard let tool = command as? any ToolCommand else {
                try command.run()
                return 0
            }
            return await Interruption.guarding { await run(tool) }
        } catch {
            return tell(error)
        }
    }

    private static func run(_ tool: any ToolCommand) async -> Int32 {
        do {
            try await tool.run()
            return 0
        } catch let error as ValidationError {
            return tell(error)
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            let report = ErrorReport(error)
            StandardStreams.message("cephdev: \(report.message)")
            if let hint = report.hint { StandardStreams.message("hint: \(hint)") }
            return report.kind.rawValue
        }
    }

    /// Help texts are results; complaints about the usage are not.
    private static func tell(_ error: any Error) -> Int32 {
        let text = CephDevCommand.fullMessage(for: error)
        let code = CephDevCommand.exitCode(for: error).rawValue
        if code == 0 { StandardStreams.result(text) } else { StandardStreams.message(text) }
        return code
    }
}

/// A command that does the work of a run.
protocol ToolCommand: ParsableCommand, Sendable {
    func run() async throws
}
