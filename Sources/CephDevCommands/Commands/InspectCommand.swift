// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct InspectCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what is in an image: labels, layers, and where every file came from.",
        discussion: """
            \(ImageArgument.forms), or rootfs:DIR, an unpacked file system.

            Examples:
              cephdev inspect ceph/daemon:main
              cephdev inspect docker://quay.io/me/ceph:main --file /usr/bin/ceph-mds
            """
    )

    @Argument(help: "The image.", transform: ImageArgument.parse)
    var image: ImageArgument

    @Option(help: ArgumentHelp("Only where this file came from.", valueName: "path"))
    var file: String?

    @OptionGroup(title: "Registry") var registry: RegistryOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let console = shared.makeConsole()
        let service = try InspectService(
            workspace: shared.makeWorkspace(),
            reporter: console.reporter,
            trust: registry.trust,
            engine: shared.engineKind()
        )
        if let file {
            let provenance = try await service.inspect(file: file, of: image.location, called: image.text)
            return present(provenance, as: shared.format)
        }
        present(try await service.inspect(image.location, called: image.text), as: shared.format)
    }
}
