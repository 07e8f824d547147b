// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import Reporting

struct CleanCommand: ToolCommand {
    enum What: String, ExpressibleByArgument, CaseIterable {
        case build, install, images, cache, all
    }

    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Free what cephdev keeps, and say how much.",
        discussion: """
            build and install are the workspace's, also as volumes in an engine elsewhere; cache is what can be made again (compile cache, layers, indexes of \
            images), unless another run uses it; images are the candidates of killed runs, and images made by cephdev \
            where --image names them or --all-images is given. all is all of these. Sources, mirrors, tags and whatever \
            cephdev did not make stay.

            Examples:
              cephdev clean build install
              cephdev clean cache --keep 20GB
              cephdev clean images --image ceph/daemon:wip-old --dry-run
            """
    )

    @Argument(help: "build, install, images, cache or all; several are fine.")
    var what: [What]

    @Option(
        help: ArgumentHelp("Size that the cache is brought down to, least recently used first.", valueName: "size"),
        transform: { text in
            guard let size = ByteCount(parsing: text) else {
                throw ValidationError("'\(text)' is no size: 500MB, 20GB")
            }
            return size.bytes
        }
    )
    var keep: Int64?

    @Option(help: ArgumentHelp("Image made by cephdev to remove; repeatable.", valueName: "name"))
    var image: [String] = []

    @Flag(help: "Remove every image made by cephdev.")
    var allImages = false

    @Flag(help: "Say what would go, and remove nothing.")
    var dryRun = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        if what.isEmpty { throw ValidationError("say what is to go: build, install, images, cache or all") }
        if keep != nil, !what.contains(.cache), !what.contains(.all) {
            throw ValidationError("--keep is for 'clean cache'")
        }
        if allImages || !image.isEmpty, !what.contains(.images), !what.contains(.all) {
            throw ValidationError("--image and --all-images are for 'clean images'")
        }
    }

    func run() async throws {
        let console = shared.makeConsole()
        var request = CleanService.Request(Set(what.compactMap { BuildRequest.CleanLevel(rawValue: $0.rawValue) }))
        request.keeping = keep
        request.images = image
        request.allImages = allImages
        request.engine = try shared.engineKind()
        request.isDryRun = dryRun
        let service = CleanService(workspace: try shared.presentWorkspace(), reporter: console.reporter)
        present(try await service.clean(request), isDryRun: dryRun, as: shared.format)
    }
}
