// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct RollbackCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Point a moving tag back at the image it named before.",
        discussion: """
            Every move of a tag is remembered, and the image that it leaves keeps a name. Each rollback goes one image \
            further back; --to goes anywhere, also forward again.

            Examples:
              cephdev rollback ceph/daemon:main --list
              cephdev rollback ceph/daemon:main
              cephdev rollback ceph/daemon:main --to ceph/daemon:main-1f0c3a77b2
            """
    )

    @Argument(help: ArgumentHelp("A tag that builds move.", valueName: "tag"))
    var tag: String

    @Option(help: ArgumentHelp("Id (or its first digits) or name of the image to point at.", valueName: "image"))
    var to: String?

    @Flag(help: "Show the images that the tag has named, the newest first.")
    var list = false

    @Flag(help: "Say where the tag would point, and move nothing.")
    var dryRun = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        if list, to != nil { throw ValidationError("--list and --to exclude each other") }
    }

    func run() async throws {
        let console = shared.makeConsole()
        let service = RollbackService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        if list { return present(try await service.list(tag, engine: shared.engineKind()), as: shared.format) }
        let result = try await service.rollback(tag, to: to, engine: shared.engineKind(), isDryRun: dryRun)
        present(result, as: shared.format)
    }
}
