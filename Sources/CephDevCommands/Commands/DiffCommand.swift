// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct DiffCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two images: files, layers, and the bytes that a node pulls.",
        discussion: """
            \(ImageArgument.forms). What a node that has OLD pulls for NEW are the compressed blobs that OLD's manifest \
            lacks; of an image in an engine, which keeps no compressed layers, the unpacked size is told.

            Examples:
              cephdev diff ceph/daemon:reef ceph/daemon:main
              cephdev diff docker://quay.io/me/ceph:a docker://quay.io/me/ceph:b
            """
    )

    @Argument(help: "The image that is there.", transform: ImageArgument.parse)
    var old: ImageArgument

    @Argument(help: "The image that is to come.", transform: ImageArgument.parse)
    var new: ImageArgument

    @OptionGroup(title: "Registry") var registry: RegistryOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let console = shared.makeConsole()
        let service = try DiffService(
            workspace: shared.makeWorkspace(),
            reporter: console.reporter,
            trust: registry.trust,
            engine: shared.engineKind()
        )
        present(try await service.compare(old.location, new.location), as: shared.format)
    }
}
