// SPDX-License-Identifier: Apache-2.0

/// What the scripts of a step printed, taken apart.
struct StepOutput: Sendable, Equatable {
    struct Command: Sendable, Equatable {
        let line: String
        var output: [String] = []
    }

    /// In the order in which they were run.
    private(set) var commands: [Command] = []
    /// What came before any command.
    private(set) var head: [String] = []
    private(set) var warnings: [String] = []
    /// Daemons that were started and are gone.
    private(set) var deadDaemons: [String] = []

    init(_ lines: [String]) {
        for line in lines {
            switch line.prefix(3) {
            case "@@ ": commands.append(Command(line: String(line.dropFirst(3))))
            case "@! ": warnings.append(String(line.dropFirst(3)))
            case "@- ": deadDaemons.append(String(line.dropFirst(3)))
            default:
                if commands.isEmpty { head.append(line) } else { commands[commands.count - 1].output.append(line) }
            }
        }
    }
}
