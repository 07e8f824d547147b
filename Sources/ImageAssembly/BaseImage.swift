// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
package import Digests
package import EngineKit
package import FileTree
internal import FoundationEssentials
package import OCIKit
internal import ProcessKit
package import SystemPackage

/// An image whose every file is known by its digest.
package struct BaseImage: Sendable {
    /// A layer as it lies in the engine.
    package struct StoredLayer: Sendable, Equatable, Codable {
        package let diffID: Digest
        /// Uncompressed.
        package let byteCount: Int64
        package let contents: LayerContents
    }

    /// The digest of the configuration: what engines call the image's id.
    package let id: Digest
    package let configuration: ImageConfiguration
    package let layers: [StoredLayer]
    /// All layers merged.
    package let tree: FileTree

    /// Reads `image` from `engine` in one streaming pass; its index is kept in `cache` under the image's id, so that
    /// an image is read once.
    package static func open(_ image: ImageInspection, in engine: ContainerEngine, cache: FilePath) async throws
        -> BaseImage
    {
        let id = try Digest(parsing: image.id)
        let file = cache.appending("\(id.hex).json")
        // An index that is missing or of an older form is made anew.
        if let content = try? Data(contentsOf: URL(filePath: file.string)),
            let index = try? JSONDecoder().decode(ImageIndexRecord.self, from: content)
        {
            return try BaseImage(id: id, index)
        }
        let archive = try await read(image.id, from: engine)
        let index = ImageIndexRecord(
            configuration: archive.configuration,
            layers: archive.layers.map {
                StoredLayer(diffID: $0.diffID, byteCount: $0.byteCount, contents: $0.contents)
            }
        )
        try FileManager.default.createDirectory(atPath: cache.string, withIntermediateDirectories: true)
        try Data(CanonicalJSON.encode(index)).write(to: URL(filePath: file.string), options: .atomic)
        return try BaseImage(id: id, index)
    }

    private init(id: Digest, _ index: ImageIndexRecord) throws {
        try self.init(id: id, configuration: ImageConfiguration(json: index.configuration), layers: index.layers)
    }

    init(id: Digest, configuration: ImageConfiguration, layers: [StoredLayer]) {
        self.id = id
        self.configuration = configuration
        self.layers = layers
        tree = layers.reduce(FileTree()) { $0.applying($1.contents) }
    }

    private static func read(_ image: String, from engine: ContainerEngine) async throws -> ImageArchive {
        let (readEnd, writeEnd) = try FileDescriptor.pipe()
        async let archive = BlockingWork.run { flag in
            defer { try? readEnd.close() }  // read only: nothing to lose
            return try ImageArchive.read(readEnd, check: flag.check)
        }
        let saved: Result<Void, any Error>
        do {
            try await engine.save(image, to: writeEnd)
            saved = .success(())
        } catch {
            saved = .failure(error)
        }
        try writeEnd.close()
        // When both failed, the engine's own words say more than a truncated archive.
        do {
            let value = try await archive
            try saved.get()
            return value
        } catch {
            try saved.get()
            throw error
        }
    }
}

/// The form in which an index is kept.
private struct ImageIndexRecord: Codable {
    let configuration: [UInt8]
    let layers: [BaseImage.StoredLayer]

    enum CodingKeys: String, CodingKey {
        case configuration, layers
    }

    init(configuration: [UInt8], layers: [BaseImage.StoredLayer]) {
        self.configuration = configuration
        self.layers = layers
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        configuration = [UInt8](try container.decode(String.self, forKey: .configuration).utf8)
        layers = try container.decode([BaseImage.StoredLayer].self, forKey: .layers)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(String(decoding: configuration, as: UTF8.self), forKey: .configuration)
        try container.encode(layers, forKey: .layers)
    }
}
