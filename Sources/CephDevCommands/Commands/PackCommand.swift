// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import FoundationEssentials
internal import SystemPackage

struct PackCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Put an install tree that is there already onto a base: layered → checked → mended → tagged.",
        discussion: """
            What 'DESTDIR=DIR cmake --install' left in DIR, or an unpacked package, becomes an image. Files that the base \
            holds with the same content are left out.

            Example: cephdev pack install --base quay.io/ceph/daemon:reef --tag ceph/daemon:mine
            """
    )

    @Argument(help: ArgumentHelp("The install tree.", valueName: "dir"))
    var folder: String

    @OptionGroup(title: "Image") var image: PackagingOptionGroup
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        guard let name = try image.reference() else { throw ValidationError("name the image with --tag") }
        let console = shared.makeConsole()
        let here = FilePath(FileManager.default.currentDirectoryPath)
        let service = PackService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        var packaging = image.options()
        packaging.replacesAll = false
        let result = try await service.pack(
            PackService.Request(
                folder: here.pushing(FilePath(folder)),
                base: try image.baseSelection(),
                name: name,
                engine: try shared.engineKind(),
                packaging: packaging
            )
        )
        present(result, timings: console.timings, quietly: shared.quiet, as: shared.format)
    }
}
