// SPDX-License-Identifier: Apache-2.0

extension BuildReport {
    package struct Stage: Codable, Sendable, Equatable {
        package let name: String
        /// Since the build began.
        package let start: Int
        package let took: Int
        /// What came of it in a few words.
        package let note: String?
        /// Whether the build failed in it.
        package let failed: Bool

        package init(name: String, start: Int, took: Int, note: String? = nil, failed: Bool = false) {
            self.name = name
            self.start = start
            self.took = took
            self.note = note
            self.failed = failed
        }
    }

    package struct Failure: Codable, Sendable, Equatable {
        /// As the terminal showed it, perhaps over several lines.
        package let message: String
        package let hint: String?

        package init(message: String, hint: String?) {
            self.message = message
            self.hint = hint
        }
    }

    /// What a check looked at, and what it found.
    package struct Check: Codable, Sendable, Equatable {
        package struct Finding: Codable, Sendable, Equatable {
            /// `error`, `warning` or `note`.
            package let severity: String
            /// The rule's name.
            package let rule: String
            /// The file, library or command that it is about.
            package let subject: String
            package let text: String

            package init(severity: String, rule: String, subject: String, text: String) {
                self.severity = severity
                self.rule = rule
                self.subject = subject
                self.text = text
            }
        }

        package let objectCount: Int
        package let commands: [String]
        package let findings: [Finding]

        package init(objectCount: Int, commands: [String], findings: [Finding]) {
            self.objectCount = objectCount
            self.commands = commands
            self.findings = findings
        }
    }
}
