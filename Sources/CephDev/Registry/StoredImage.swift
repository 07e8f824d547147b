// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import EngineKit
internal import FoundationEssentials
internal import ImageAssembly
internal import Reporting
internal import SystemPackage

/// An image of the engine that is to leave it, and the means to pack it.
struct StoredImage: Sendable {
    /// The image's names; the last build's when none was given.
    let names: [String]
    let engine: ContainerEngine
    let image: PackableImage
    private let workspace: Workspace
    private let reporter: Reporter

    var name: String { names.first ?? image.id }

    /// The image called `name` (the workspace's last one when nil).
    ///
    /// It throws ``WorkspaceFailure/noImageYet(_:)`` and ``EngineError/unknownImage(_:engine:)``.
    static func open(
        _ name: String?,
        kind: ContainerEngine.Kind?,
        workspace: Workspace,
        reporter: Reporter
    ) async throws -> StoredImage {
        let names = try name.map { [$0] } ?? workspace.lastImageNames()
        let engine = try await EngineProbe.find(kind)
        guard let name = names.first, let inspection = try await engine.inspect(name) else {
            throw EngineError.unknownImage(names.first ?? "", engine: engine.name)
        }
        var base: ImageInspection?
        if let id = inspection.labels[ImageLabels.baseID] { base = try await engine.inspect(id) }
        let image = try await PackableImage.open(
            inspection,
            base: base,
            in: engine,
            store: ContentStore(at: workspace.blobs),
            cache: workspace.baseIndexes,
            scratch: workspace.scratch
        )
        return StoredImage(names: names, engine: engine, image: image, workspace: workspace, reporter: reporter)
    }

    /// A packer of this image's layers; base layers are looked for in registries by way of `skopeo` unless that is nil.
    func packer(_ compression: Compression, _ skopeo: Skopeo?) -> ImagePacker {
        let store = ContentStore(at: workspace.blobs)
        return ImagePacker(
            store: store,
            engine: engine,
            compressor: LayerCompressor(store: store, compression: compression),
            skopeo: skopeo,
            scratch: workspace.scratch
        ) { [reporter] packed, total in
            let progress = Progress(completed: packed, total: total, subject: "layers in \(compression.rawValue)")
            reporter.report(.progress(.compress, progress))
        }
    }

    /// Packs the image as `packer` does and reports it as a stage.
    func pack(_ packer: ImagePacker) async throws -> PackedImage {
        try await reporter.stage(.compress, note: { "\($0.blobs.count - 1) layers, \(ByteCount($0.byteCount))" }) {
            try await packer.pack(image)
        }
    }
}

extension Workspace {
    /// The names of the last image.
    ///
    /// - Throws: ``WorkspaceFailure/noImageYet(_:)``
    func lastImageNames() throws -> [String] {
        // Without the file nothing was built here.
        guard let content = try? Data(contentsOf: URL(filePath: lastImageFile.string)) else {
            throw WorkspaceFailure.noImageYet(root)
        }
        return String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
