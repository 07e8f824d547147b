// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

struct BaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "base",
        abstract: "The images that builds start from: builder, daemon-base and daemon of flavors.",
        subcommands: [BaseBuildCommand.self, BasePushCommand.self, BaseCleanCommand.self]
    )
}
