// SPDX-License-Identifier: Apache-2.0

package import Digests
package import EngineKit
internal import OCIKit
package import SystemPackage

/// An image of an engine, as far as it must be known to be put into a registry: not a single file of it.
package struct PackableImage: Sendable {
    package struct Layer: Sendable, Equatable {
        package let diffID: Digest
        /// What it is called in the image's history; empty for layers that cephdev did not make.
        package let name: String
    }

    /// What the engine calls the image: its id.
    package let id: String
    /// The bytes of the configuration.
    package let configuration: [UInt8]
    /// Lowest first.
    package let layers: [Layer]
    /// Images that a registry may have and that share layers with this one: itself, and its base.
    package let origins: [ImageInspection]

    package init(id: String, configuration: [UInt8], origins: [ImageInspection]) throws {
        self.id = id
        self.configuration = configuration
        self.origins = origins
        let document = try ImageConfiguration(json: configuration)
        layers = try zip(document.diffIDs, document.layerOrigins).map { diffID, origin in
            Layer(diffID: try Digest(parsing: diffID), name: Image.layerName(origin))
        }
    }

    /// The image that `inspection` describes, made from `base`.
    ///
    /// Its configuration comes from `store`, where a build leaves it; else from the engine: from podman's store as it
    /// stands, from docker by one reading of the whole image, whose index is then in `cache`.
    package static func open(
        _ inspection: ImageInspection,
        base: ImageInspection?,
        in engine: ContainerEngine,
        store: ContentStore,
        cache: FilePath,
        scratch: FilePath
    ) async throws -> PackableImage {
        let id = try Digest(parsing: inspection.id)
        let configuration: [UInt8]
        if let kept = try store.configuration(ofImage: id) {
            configuration = kept
        } else if engine.kind == .podman {
            configuration = try await Skopeo().storedConfiguration(of: "@\(id.hex)", scratch: scratch)
        } else {
            configuration = try await BaseImage.configuration(of: inspection, in: engine, cache: cache)
        }
        let origins = [inspection] + [base].compactMap(\.self)
        return try PackableImage(id: inspection.id, configuration: configuration, origins: origins)
    }
}

extension BaseImage {
    /// The bytes of the configuration of `image`, as the engine saves them.
    fileprivate static func configuration(
        of image: ImageInspection,
        in engine: ContainerEngine,
        cache: FilePath
    ) async throws -> [UInt8] {
        let index = try ImageIndexFile(of: Digest(parsing: image.id), in: cache)
        if let known = index.read() { return known.configuration }
        let opened = try await open(image, in: engine, cache: cache)
        return try index.read()?.configuration ?? opened.configuration.encoded()
    }
}
