// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import CephDev
internal import Console

struct SourceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "source",
        abstract: "The source of a workspace alone: mirror, checkout and submodules.",
        subcommands: [SourceSyncCommand.self, SourceStatusCommand.self, SourceCleanCommand.self]
    )
}

struct SourceSyncCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring the source into the workspace, as a build would, and compile nothing.",
        discussion: """
            Prints the ref, the commit and the folder of the source.

            Examples:
              cephdev source sync --ref v18.2.7
              cephdev source sync --prefetch --ref reef && cephdev build --offline --ref reef
            """
    )

    @OptionGroup(title: "Source") var source: SourceOptions

    @Flag(help: "Fetch every branch and tag, of submodules too: all of the source that a build with --offline needs.")
    var prefetch = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        var policy = try source.policy()
        if prefetch, policy.isOffline { throw ValidationError("--offline excludes --prefetch") }
        policy.isThorough = prefetch
        let console = shared.makeConsole()
        let workspace = try shared.makeWorkspace()
        let service = SourceService(workspace: workspace, reporter: console.reporter)
        let synced = try await service.sync(try source.spec(), policy)
        switch shared.format {
        case .text: present(synced, in: workspace)
        case .json: present(try await service.status(), as: .json)
        }
    }
}

struct SourceStatusCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what the workspace's source is.",
        discussion: """
            Its ref, commit, patches and edits, its submodules, and what the mirrors take up.

            Example:
              cephdev source status --format json
            """
    )

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let console = shared.makeConsole()
        let service = SourceService(workspace: try shared.presentWorkspace(), reporter: console.reporter)
        present(try await service.status(), as: shared.format)
    }
}

struct SourceCleanCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Remove the workspace's source, and say how much that frees.",
        discussion: """
            What was compiled stays. A checkout of your own is never touched.

            Example:
              cephdev source clean --mirrors --dry-run
            """
    )

    @Flag(help: "Remove the mirrors too, which all workspaces share; they are fetched again when they are needed.")
    var mirrors = false

    @Flag(help: "Say what would go, and remove nothing.")
    var dryRun = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let console = shared.makeConsole()
        let service = SourceService(workspace: try shared.presentWorkspace(), reporter: console.reporter)
        present(try service.clean(mirrors: mirrors, isDryRun: dryRun), isDryRun: dryRun, as: shared.format)
    }
}
