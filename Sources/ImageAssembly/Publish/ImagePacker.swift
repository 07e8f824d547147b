// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
package import EngineKit
internal import FoundationEssentials
internal import OCIKit
internal import ProcessKit
package import SystemPackage

/// Brings images into the form that registries keep: each layer packed once, or taken as a registry has it.
package struct ImagePacker: Sendable {
    private let store: ContentStore
    private let engine: ContainerEngine
    private let compressor: LayerCompressor
    private let skopeo: Skopeo?
    private let scratch: FilePath
    private let onLayer: @Sendable (_ packed: Int, _ total: Int) -> Void

    /// A packer that asks the registries of an image's origins through `skopeo`, or none when that is nil. `onLayer` is
    /// called while it packs.
    package init(
        store: ContentStore,
        engine: ContainerEngine,
        compressor: LayerCompressor,
        skopeo: Skopeo?,
        scratch: FilePath,
        onLayer: @escaping @Sendable (_ packed: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        self.store = store
        self.engine = engine
        self.compressor = compressor
        self.skopeo = skopeo
        self.scratch = scratch
        self.onLayer = onLayer
    }

    /// The packed form of `image`. Blobs that a registry of its origins has need not be in the store afterwards.
    ///
    /// - Throws: ``ImageFailure/layersGone(_:image:)``
    package func pack(_ image: PackableImage) async throws -> PackedImage {
        let origins = try await origins(of: image)
        func origin(_ layer: PackableImage.Layer) -> OriginFinder.Origin? {
            origins.first { $0.layers[layer.diffID] != nil }
        }
        try await pack(Set(image.layers.filter { origin($0) == nil }.map(\.diffID)), of: image)
        let blobs = try image.layers.map { layer in
            if let origin = origin(layer), let descriptor = origin.layers[layer.diffID] {
                return PackedImage.Blob(descriptor: descriptor, name: layer.name, origin: origin.reference)
            }
            guard let blob = try compressor.packed(layer.diffID) else {
                throw ImageFailure.layersGone([layer.diffID], image: image.id)
            }
            let descriptor = Descriptor(compressor.compression.mediaType, blob.digest, size: blob.byteCount)
            return PackedImage.Blob(descriptor: descriptor, name: layer.name, origin: nil)
        }
        return try PackedImage(configuration: image.configuration, layers: blobs, store: store)
    }

    /// Fetches the layers of `image` that only a registry has.
    ///
    /// - Throws: ``ImageFailure/originGone(_:reason:)``, ``ImageFailure/layersGone(_:image:)``
    package func complete(_ image: PackedImage) async throws {
        let missing = image.blobs.filter { store.blob($0.descriptor.digest) == nil }
        for reference in Set(missing.compactMap(\.origin)).sorted() {
            let layout = store.scratchName()
            defer { try? FileManager.default.removeItem(atPath: layout.string) }  // scratch
            do {
                try await skopeo?.fetch(reference, blobs: store.folder, layout: layout)
            } catch EngineError.registry(_, _, _, let reason) {
                throw ImageFailure.originGone(reference, reason: reason)
            }
        }
        let gone = missing.map(\.descriptor.digest).filter { store.blob($0) == nil }
        guard gone.isEmpty else { throw ImageFailure.layersGone(gone, image: image.manifest.digest.description) }
    }

    private func origins(of image: PackableImage) async throws -> [OriginFinder.Origin] {
        guard let skopeo else { return [] }
        let finder = OriginFinder(store: store, skopeo: skopeo, scratch: scratch)
        var found: [OriginFinder.Origin] = []
        for origin in image.origins {
            if let origin = try await finder.find(origin) { found.append(origin) }
        }
        return found
    }

    /// Packs `layers`, from the store or, what is not there any more, out of the engine.
    private func pack(_ layers: Set<Digest>, of image: PackableImage) async throws {
        let missing = try layers.filter { try compressor.packed($0) == nil }
        let (here, gone) = missing.reduce(into: (Set<Digest>(), Set<Digest>())) { sets, layer in
            if store.blob(layer) != nil { sets.0.insert(layer) } else { sets.1.insert(layer) }
        }
        let count = PackedCount(total: missing.count, onLayer)
        try await compressor.compress(here) { count.advance() }
        guard !gone.isEmpty else { return }
        try await EngineExport.read(image.id, from: engine) { [compressor] archive, flag in
            try ImageArchive.eachLayer(of: archive, check: flag.check) { next in
                if try compressor.take(gone, from: next) { count.advance() }
            }
        }
    }
}

extension Compression {
    fileprivate var mediaType: MediaType {
        switch self {
        case .zstd: .layerZstd
        case .gzip: .layerGzip
        case .none: .layer
        }
    }
}
