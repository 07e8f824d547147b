// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import SystemPackage

/// One flavor staged to a room beside its place.
struct Staging: Sendable {
    let room: StagingRoom
    let staged: StagedFlavor

    init(
        of flavor: Flavor,
        to folder: FilePath,
        _ tree: FlavorTree,
        _ options: StagingOptions,
        _ origin: TreeOrigin,
        check: () throws -> Void
    ) throws {
        let images = try options.images(of: tree)
        let variables = StagingVariables(flavor, options, images: images, output: folder, origin: origin)
        let plans = try images.map { try ImagePlan($0, for: flavor, in: tree, variables) }
        room = try StagingRoom(for: folder)
        var log = StagingLog(variables)
        var stagedImages: [StagedImage] = []
        for plan in plans {
            var writer = try ImageWriter(plan, tree: tree.root, room.folder.appending(plan.image), origin)
            let files = try writer.write(log: &log, check: check)
            let place = folder.appending(plan.image)
            stagedImages.append(
                StagedImage(name: plan.image, folder: place, reference: variables.imageNames[plan.image], files: files)
            )
        }
        try room.write(SourceTable(stagedImages, origin).text, as: "files-sources")
        try room.write(
            SourceTable.finder,
            as: "find-src",
            permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute]
        )
        try room.write(log.text, as: "stage.log")
        staged = StagedFlavor(
            flavor: flavor,
            folder: folder,
            images: stagedImages,
            variables: variables,
            notes: log.notes
        )
    }
}
