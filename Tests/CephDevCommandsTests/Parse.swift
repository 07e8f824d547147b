// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Testing

@testable import CephDevCommands

/// The command that `arguments` ask for, read as the program reads them.
func parse<Command: ToolCommand>(_ arguments: [String], as type: Command.Type = Command.self) throws -> Command {
    try #require(CephDevCommand.parseAsRoot(arguments) as? Command)
}

/// `build` with `arguments`.
func parseBuild(_ arguments: String...) throws -> BuildCommand {
    try parse(["build"] + arguments)
}

/// The status with which the program ends for `error`.
func exitStatus(of error: (any Error)?) -> Int32? {
    error.map { CephDevCommand.exitCode(for: $0).rawValue }
}
