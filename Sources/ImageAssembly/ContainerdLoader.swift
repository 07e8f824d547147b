// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import EngineKit
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// Brings images into docker where containerd keeps its images. That store names blobs by their own digests, so that layers
/// of an image that came from a registry are not there as uncompressed ones; and it does not say when a blob is missing.
struct ContainerdLoader: Sendable {
    let engine: ContainerEngine
    let store: ContentStore
    let reporter: Reporter
    /// Loads the archive that its argument writes.
    let load: @Sendable (_ write: @escaping @Sendable (FileDescriptor) throws -> Void) async throws -> Void

    /// Loads `image` under `names` without the layers of `likely`, when the engine has that; else with all layers, those that
    /// the cache lacks being read from the engine's image `source`.
    func publish(
        _ image: Image,
        as names: [String],
        likely: LoadedImage?,
        source: String
    ) async throws -> EnginePublisher.Sent {
        let known = Set(likely?.layers ?? [])
        guard image.base.layers.allSatisfy({ known.contains($0.diffID) }) else {
            let reason = "docker's containerd image store may not have the base's layers as they are sent"
            reporter.report(.detail("\(reason); the whole image is sent, once for a base"))
            return try await sendWhole(image, names, source)
        }
        do {
            let missing = image.layers.filter { !known.contains($0.diffID) }
            try await send(image, names, missing.map { store.loadable($0) })
            // Asked afterwards: an image that is there now was there before, and kept its layers.
            guard let likely, try await engine.inspect(likely.id.description) == nil else {
                return EnginePublisher.Sent(layers: missing)
            }
            reporter.report(.detail("\(engine.name) does not have \(likely.id) any more; the whole image is sent"))
        } catch let error as EngineError {
            reporter.report(.detail("\(error); the whole image is sent"))
        }
        return try await sendWhole(image, names, source)
    }

    /// Loads `image` with all layers; those that the cache lacks are read from the engine's image `source`.
    func sendWhole(_ image: Image, _ names: [String], _ source: String) async throws -> EnginePublisher.Sent {
        try await fetchLayers(of: image, from: source)
        let base = image.base.layers.map {
            LayerBlob(diffID: $0.diffID, byteCount: $0.byteCount, path: store.path(of: $0.diffID))
        }
        try await send(image, names, base + image.layers.map { store.loadable($0) })
        return EnginePublisher.Sent(layers: image.layers, baseByteCount: base.reduce(0) { $0 + $1.byteCount })
    }

    private func send(_ image: Image, _ names: [String], _ blobs: [LayerBlob]) async throws {
        let stream = LayoutStream(image: image, names: names, blobs: blobs)
        try await load { try stream.write(to: $0) }
    }

    private func fetchLayers(of image: Image, from source: String) async throws {
        let missing = Set(image.diffIDs.filter { store.blob($0) == nil })
        guard !missing.isEmpty else { return }
        let taker = LayerCompressor(store: store, compression: .none)
        try await EngineExport.read(source, from: engine) { archive, flag in
            try ImageArchive.eachLayer(of: archive, check: flag.check) { _ = try taker.take(missing, from: $0) }
        }
        let gone = missing.filter { store.blob($0) == nil }
        guard gone.isEmpty else { throw ImageFailure.layersGone(gone.sorted { $0.hex < $1.hex }, image: source) }
    }
}
