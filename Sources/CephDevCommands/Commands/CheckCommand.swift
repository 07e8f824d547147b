// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import ImageCheck

struct CheckCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check that everything in an image links and that its commands run.",
        discussion: """
            \(ImageArgument.forms), or rootfs:DIR, an unpacked file system. Commands are run in an image of an engine only; the
            rest needs none. Exit status 1 when there is an error; warnings alone are none.

            Examples:
              cephdev check ceph/daemon:main
              cephdev check rootfs:/mnt/image --base quay.io/ceph/daemon:reef
            """
    )

    @Argument(help: "The image.", transform: ImageArgument.parse)
    var image: ImageArgument

    @Option(
        help: ArgumentHelp(
            "Healthy image to compare with. (default: the base that the image's label names)",
            valueName: "image"
        ),
        transform: ImageArgument.parse
    )
    var base: ImageArgument?

    @Option(
        help: ArgumentHelp("Write the findings as SARIF 2.1.0 too, which CI systems show.", valueName: "file"),
        completion: .file()
    )
    var sarif: String?

    @OptionGroup(title: "Registry") var registry: RegistryOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let console = shared.makeConsole()
        let service = try CheckService(
            workspace: shared.makeWorkspace(),
            reporter: console.reporter,
            trust: registry.trust,
            engine: shared.engineKind()
        )
        let report = try await service.check(image.location, base: base?.location)
        if let sarif { try SARIFDocument(report, of: image.text).write(to: sarif) }
        present(report, of: image.text, as: shared.format)
        if !report.hasPassed { throw CheckService.failure(report, of: image.text) }
    }
}
