// SPDX-License-Identifier: Apache-2.0

/// How a program ended.
package enum ExitStatus: Sendable, Equatable, CustomStringConvertible {
    case exited(Int32)
    case signaled(Int32)

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
        switch self {
        case .exited(let code): "status \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}

/// What a program left behind. A status other than zero is a result, not an error.
package struct ProcessResult: Sendable {
    package let command: Command
    package let status: ExitStatus
    /// Lines of standard output, without line ends; empty when a callback took them.
    package let output: [String]
    /// Lines of standard error; the last 200 when a callback took them.
    package let errors: [String]

    /// The result, or ``ProcessError/failed(command:status:lastLines:)`` with the last lines of its standard error.
    package func requireSuccess() throws(ProcessError) -> ProcessResult {
        guard status.isSuccess else {
            throw .failed(command: command, status: status, lastLines: Array(errors.suffix(20)))
        }
        return self
    }
}
