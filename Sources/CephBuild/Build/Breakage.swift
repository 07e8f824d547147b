// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit
package import SystemPackage

/// What is told of a stage that a tool gave up.
package struct Breakage: Sendable, Equatable {
    package let stage: LoggedStage
    package let workspace: FilePath
    package let log: FilePath
    /// The first failure in the log, and how many there are.
    package var failure: FailedStep?
    package var failureCount = 0
    package var firstError: String?
    package var lastLines: [String] = []
    /// Whether `cephdev shell` can repeat the step.
    package var isRepeatable = true
    /// What mends it, when it is known.
    package var hint: String?

    package init(_ stage: LoggedStage, workspace: FilePath, log: FilePath) {
        self.stage = stage
        self.workspace = workspace
        self.log = log
    }

    /// What failed, the first lines about it, how to repeat it and where the rest is.
    var details: String {
        var lines: [String] = []
        if let failure {
            lines = failure.excerpt
            if failureCount > 1 { lines.append("\(failureCount - 1) more: \(command("log", "\(stage)", "--errors"))") }
            if isRepeatable, let target = failure.targets.first {
                let ninja = ["--", "ninja", "-C", BuildPlanner.Inside.build.string, target]
                lines.append("again: " + command(["shell", "--workspace", workspace.string] + ninja))
            }
        } else {
            lines = lastLines
        }
        let subject = failure.map { $0.targets.first.map { ": \($0)" } ?? "" } ?? firstError.map { ": \($0)" } ?? ""
        return subject + (lines + ["the whole log: \(log)"]).map { "\n  " + $0 }.joined()
    }

    private func command(_ verb: String, _ arguments: String...) -> String {
        command([verb] + arguments + ["--workspace", workspace.string])
    }

    private func command(_ arguments: [String]) -> String {
        (["cephdev"] + arguments).map(ShellWord.quote).joined(separator: " ")
    }
}
