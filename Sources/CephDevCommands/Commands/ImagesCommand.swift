// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct ImagesCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "images",
        abstract: "List the images that cephdev made.",
        discussion: """
            NEW is what the layers over the base hold. Sizes are unpacked in an engine, compressed in a registry.

            Examples:
              cephdev images ceph/daemon
              cephdev images docker://quay.io/me/ceph
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Only the images of this repository, in the engine or, behind docker://, in a registry.",
            valueName: "repository"
        )
    )
    var repository: String?

    @OptionGroup(title: "Registry") var registry: RegistryOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let lister = ImageLister(workspace: try shared.makeWorkspace(), trust: registry.trust)
        let images = try await lister.list(repository, engine: shared.engineKind())
        present(images, as: shared.format)
    }
}
