// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct ImagesCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "images",
        abstract: "List the images that cephdev made.",
        discussion: """
            NEW is what the layers over the base hold. Sizes are unpacked.
            Example: cephdev images ceph/daemon
            """
    )

    @Argument(help: ArgumentHelp("Only the images of this repository.", valueName: "repository"))
    var repository: String?

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let images = try await ImageLister().list(repository, engine: shared.engineKind())
        present(images, as: shared.format)
    }
}
