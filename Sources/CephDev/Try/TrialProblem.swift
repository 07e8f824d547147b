// SPDX-License-Identifier: Apache-2.0

/// Why an image does not serve.
package struct TrialProblem: Sendable, Equatable, Encodable {
    /// What a daemon said of it.
    package struct Log: Sendable, Equatable, Encodable {
        package let daemon: String
        package let lines: [String]
    }

    package let step: String
    /// The command that was run last; nil when there was none.
    package let command: String?
    package let reason: String
    /// What that command printed last.
    package let output: [String]
    package let logs: [Log]

    private static let search = "programs"

    /// The image cannot begin, for lack of `programs`.
    static func missing(_ programs: [String]) -> TrialProblem {
        let reason = "the image lacks \(programs.joined(separator: ", "))"
        return TrialProblem(step: search, command: nil, reason: reason, output: [], logs: [])
    }

    var isIncompleteImage: Bool { step == Self.search }

    /// The whole of it in lines, the first of which is a sentence.
    package var lines: [String] {
        let subject = command.map { "'\($0)': " } ?? ""
        return ["step '\(step)': \(subject)\(reason)"]
            + output.map { "  " + $0 }
            + logs.flatMap { log in ["  log of \(log.daemon):"] + log.lines.map { "    " + $0 } }
    }
}
