// SPDX-License-Identifier: Apache-2.0

/// A program could not be run at all. That it ran and failed is a ``ProcessResult``.
package enum ProcessError: Error, CustomStringConvertible {
    case notFound(program: String)
    case notStarted(command: Command, reason: String)
    /// Thrown by ``ProcessResult/requireSuccess()``.
    case failed(command: Command, status: ExitStatus, lastLines: [String])

    package var description: String {
        switch self {
        case .notFound(let program):
            "'\(program)' is not installed"
        case .notStarted(let command, let reason):
            "cannot start '\(command.program)': \(reason)"
        case .failed(let command, let status, let lastLines):
            "'\(command.program) \(command.arguments.first ?? "")' ended with \(status)"
                + (lastLines.isEmpty ? "" : ": " + lastLines.joined(separator: "\n"))
        }
    }
}
