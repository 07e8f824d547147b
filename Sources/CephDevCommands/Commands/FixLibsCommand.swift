// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct FixLibsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "fix-libs",
        abstract: "Mend stale and missing libraries of an image with files of the build.",
        discussion: """
            The fixes become one layer; the image is checked again, and its name moves to the mended image.
            Example: cephdev fix-libs --dry-run
            """
    )

    @Argument(help: "An image in the engine. (default: the workspace's last one)")
    var image: String?

    @Option(
        help: ArgumentHelp(
            "Install tree, or image in the engine, that replacements come from. (default: the workspace's install tree)",
            valueName: "dir|image"
        )
    )
    var from: String?

    @Option(
        help: ArgumentHelp(
            "Healthy image to compare with. (default: the base that the image's label names)",
            valueName: "image"
        )
    )
    var base: String?

    @Flag(help: "Print the plan, and change nothing.")
    var dryRun = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let console = shared.makeConsole()
        let service = FixService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        let result = try await service.fix(
            image,
            from: from,
            base: base,
            engine: shared.engineKind(),
            isDryRun: dryRun
        )
        present(result, as: shared.format)
    }
}
