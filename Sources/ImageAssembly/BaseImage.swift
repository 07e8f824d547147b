// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
package import Digests
package import EngineKit
package import FileTree
package import OCIKit
internal import ProcessKit
package import SystemPackage

/// An image whose every file is known by its digest.
package struct BaseImage: Sendable {
    /// A layer as it lies in the engine.
    package struct StoredLayer: Sendable, Equatable {
        package let diffID: Digest
        /// Uncompressed.
        package let byteCount: Int64
        package let contents: LayerContents
    }

    /// What the engine calls the image.
    package let id: Digest
    package let naming: ImageNaming
    package let configuration: ImageConfiguration
    package let layers: [StoredLayer]
    /// All layers merged.
    package let tree: FileTree

    /// Reads `image` from `engine` in one streaming pass; its index is kept in `cache` under the image's id, and what a
    /// loader reads of it in `objects`, so that an image is read once.
    package static func open(
        _ image: ImageInspection,
        in engine: ContainerEngine,
        cache: FilePath,
        objects: ObjectStore? = nil
    ) async throws -> BaseImage {
        let id = try Digest(parsing: image.id)
        if let known = try known(id, in: cache, with: objects) { return known }
        let archive = try await EngineExport.read(image.id, from: engine) { file, flag in
            try ImageArchive.read(file, tap: objects.map(ObjectTap.init), check: flag.check)
        }
        return try keep(id, configuration: archive.configuration, layers: archive.layers, in: cache)
    }

    /// Files in `cache` that ``open(_:in:cache:)`` cannot use: damaged, of an earlier form, or left by a killed run.
    package static func damagedIndexes(in cache: FilePath, check: () throws -> Void) throws -> [FilePath] {
        try ImageIndexFile.damaged(in: cache, check: check)
    }

    init(id: Digest, _ index: ImageIndexFile.Contents) throws {
        try self.init(
            id: id,
            naming: Digest.of(index.configuration) == id ? .configuration : .manifest,
            configuration: ImageConfiguration(json: index.configuration),
            layers: index.layers
        )
    }

    /// An image of these layers, lowest first.
    package init(
        id: Digest,
        naming: ImageNaming = .configuration,
        configuration: ImageConfiguration,
        layers: [StoredLayer]
    ) {
        self.id = id
        self.naming = naming
        self.configuration = configuration
        self.layers = layers
        tree = layers.reduce(FileTree()) { $0.applying($1.contents) }
    }

    /// Paths that layers of cephdev's own put into this image, if it is one that cephdev made, and that it still has.
    package var builtPaths: [TreePath] {
        let built = zip(layers, configuration.layerOrigins).filter { Image.isBuilt($1) }
        let paths = Set(built.flatMap(\.0.contents.entries).filter { $0.kind != .directory }.map(\.path))
        return paths.filter { tree[$0] != nil }.sorted()
    }
}
