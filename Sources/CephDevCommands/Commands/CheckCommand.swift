// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import ImageCheck

struct CheckCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check that everything in an image links and that its commands run.",
        discussion: "Exit status 1 when something is found. Example: cephdev check ceph/daemon:main"
    )

    @Argument(help: "An image in the engine.")
    var image: String

    @Option(
        help: ArgumentHelp(
            "Healthy image to compare with. (default: the base that the image's label names)",
            valueName: "image"
        )
    )
    var base: String?

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let console = shared.makeConsole()
        let service = CheckService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        let report = try await service.check(image, base: base, engine: shared.engineKind())
        present(report, of: image, as: shared.format)
        if !report.hasPassed { throw CheckService.failure(report, of: image) }
    }
}
