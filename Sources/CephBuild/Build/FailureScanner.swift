// SPDX-License-Identifier: Apache-2.0

internal import Reporting

/// Finds what failed in the output of cmake and ninja, which is given to it line by line.
///
/// ninja prints a step's output when the step has ended, and in front of that of a failed one its outputs and its command.
/// A project within the project prints its own counter and failures as a part of that.
package struct FailureScanner: Sendable {
    /// What a line is to a failure.
    package enum Part: Sendable, Equatable {
        /// The first line: a step of ninja failed that makes these outputs.
        case step(targets: [String])
        /// The first line: a complaint of cmake or of ninja itself.
        case complaint
        case command
        case diagnostic
    }

    private enum State {
        case outside, beforeCommand, inStep, inProjectOfStep, inComplaint
    }

    private var state = State.outside
    private var total: Int?

    package init() {}

    /// What `line` is; nil when it belongs to no failure.
    package mutating func take(_ line: String) -> Part? {
        switch state {
        case .beforeCommand:
            state = .inStep
            return .command
        case .inStep, .inProjectOfStep:
            if continuesStep(line) { return .diagnostic }
        case .inComplaint:
            if !["-- ", "CMake "].contains(where: line.hasPrefix), NinjaProgress.parse(line) == nil {
                return line.hasPrefix("ninja: ") ? begin(line) : .diagnostic
            }
        case .outside: break
        }
        return begin(line)
    }

    private mutating func begin(_ line: String) -> Part? {
        state = .outside
        if line.hasPrefix("FAILED: ") {
            state = .beforeCommand
            return .step(targets: Self.targets(line))
        }
        if line.hasPrefix("CMake Error") {
            state = .inComplaint
            return .complaint
        }
        if line.hasPrefix("ninja: error: ") || line.hasPrefix("ninja: fatal: ") { return .complaint }
        if let progress = NinjaProgress.parse(line) { total = progress.total }
        return nil
    }

    /// Whether `line` is of the step that failed, or of a project that the step builds.
    private mutating func continuesStep(_ line: String) -> Bool {
        let isInProject = state == .inProjectOfStep
        if line.hasPrefix("ninja: build stopped") {
            state = .inStep
            return isInProject
        }
        if let progress = NinjaProgress.parse(line) {
            guard progress.total != total else { return false }
            state = .inProjectOfStep
            return true
        }
        return isInProject || !["FAILED: ", "ninja: error: ", "ninja: fatal: "].contains(where: line.hasPrefix)
    }

    /// `FAILED: a.o b.o`, from ninja 1.13 on `FAILED: [code=1] a.o b.o`.
    private static func targets(_ line: String) -> [String] {
        line.dropFirst("FAILED: ".count).split(separator: " ").filter { !$0.hasPrefix("[code=") }.map(String.init)
    }
}
