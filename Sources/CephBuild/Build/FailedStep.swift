// SPDX-License-Identifier: Apache-2.0

/// A step that failed: what it was to make, how, and what the tool said.
package struct FailedStep: Sendable, Equatable {
    /// ninja's outputs of it; none for a complaint of cmake or of ninja itself.
    package let targets: [String]
    package internal(set) var command: String?
    /// The first of its lines, without the command.
    package internal(set) var diagnostics: [String] = []

    private static let longestLine = 300

    package init(targets: [String], command: String? = nil, diagnostics: [String] = []) {
        self.targets = targets
        self.command = command
        self.diagnostics = diagnostics
    }

    /// The first error with what leads to it and the source line below it; the last lines when none is called an error.
    package var excerpt: [String] {
        guard let first = diagnostics.firstIndex(where: BuildLog.isError) else {
            return diagnostics.suffix(10).map(Self.shortened)
        }
        let before = diagnostics[..<first].reversed().prefix { Self.leadsToError($0) }.prefix(3).reversed()
        let after = diagnostics[(first + 1)...].prefix { !Self.beginsAnother($0) }.prefix(6)
        return (before + [diagnostics[first]] + after).map(Self.shortened)
    }

    /// `In file included from …:`, `… In function …:`, `… required from here`
    private static func leadsToError(_ line: String) -> Bool {
        line.hasSuffix(":") || line.hasSuffix(",") || line.contains("required from")
    }

    private static func beginsAnother(_ line: String) -> Bool {
        [": error: ", ": warning: ", ": note: ", ": fatal error: ", "compilation terminated."].contains {
            line.contains($0)
        } || (line.hasSuffix(":") && !line.hasPrefix(" "))
    }

    private static func shortened(_ line: String) -> String {
        line.count <= longestLine ? line : line.prefix(longestLine) + " …"
    }
}
