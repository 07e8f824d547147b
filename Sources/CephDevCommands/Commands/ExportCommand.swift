// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import SystemPackage

struct ExportCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write an image with its base into one file, for a site without a registry.",
        discussion: """
            The file is an OCI archive: 'podman load', 'skopeo copy oci-archive:FILE …' and 'docker load' read it. Layers \
            are compressed with gzip unless --compression says otherwise, because every reader knows it. The same image \
            gives the same bytes. Prints the image's digest.

            Example: cephdev export ceph/daemon:wip ceph-wip.tar
            """
    )

    @Argument(help: "An image in the engine.")
    var image: String

    @Argument(help: "The archive to write; one that is there is replaced.")
    var file: String

    @Option(help: "Of layers: zstd, gzip or none.")
    var compression: CompressionOption = .gzip

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let console = shared.makeConsole()
        let service = ExportService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        let result = try await service.export(
            image,
            to: FilePath(file),
            compression: compression.compression,
            engine: shared.engineKind()
        )
        present(result, as: shared.format)
    }
}
