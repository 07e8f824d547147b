// SPDX-License-Identifier: Apache-2.0

/// What a check found, and what it looked at.
package struct CheckReport: Sendable, Equatable {
    /// The worst first: what stops a program before what may.
    package let findings: [Finding]
    /// Objects that the loader was asked about.
    package let objectCount: Int
    /// Commands that were run.
    package let commands: [String]
    /// Whether a healthy image was there to compare with; without one, plugins cannot be judged.
    package let comparedWithBase: Bool

    package init(findings: [Finding], objectCount: Int, commands: [String], comparedWithBase: Bool) {
        self.findings = findings
        self.objectCount = objectCount
        self.commands = commands
        self.comparedWithBase = comparedWithBase
    }

    /// Whether nothing was found that is an error.
    package var hasPassed: Bool { errors.isEmpty }
    package var errors: [Finding] { findings.filter { $0.severity == .error } }
}
