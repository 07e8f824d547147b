// SPDX-License-Identifier: Apache-2.0

/// Why a command ends without having done its work; each has an exit status of its own (sysexits.h where one fits).
package enum FailureKind: Int32, Sendable {
    case checkFailed = 1
    case compileFailed = 2
    case usage = 64
    case badInput = 65
    case unavailable = 69
    case bug = 70
    case inputOutput = 74
    case workspaceBusy = 75
    case interrupted = 130
}

/// An error written for the person in front of the terminal.
package protocol Failure: Error, CustomStringConvertible {
    var kind: FailureKind { get }
    /// What to try next, as a sentence or a command.
    var hint: String? { get }
}

extension Failure {
    package var hint: String? { nil }
}
