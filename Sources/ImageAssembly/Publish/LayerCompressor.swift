// SPDX-License-Identifier: Apache-2.0

package import ArchiveKit
package import Digests
internal import FoundationEssentials
internal import ProcessKit

/// Packs layers for the way to a registry. A layer is packed once: its packed blob is remembered by the layer's diffID and
/// all that decides the packed bytes.
package struct LayerCompressor: Sendable {
    /// Layers from this length on get all cores; smaller ones are packed side by side.
    private static let largeByteCount: Int64 = 64 << 20

    package let compression: Compression
    private let store: ContentStore
    private let cores: Int

    package init(
        store: ContentStore,
        compression: Compression,
        cores: Int = ProcessInfo.processInfo.activeProcessorCount
    ) {
        self.store = store
        self.compression = compression
        self.cores = max(1, cores)
    }

    /// The packed blob of the layer `diffID`, when the store has it.
    package func packed(_ diffID: Digest) throws -> StoredBlob? {
        compression == .none ? store.blob(diffID) : try store.recall(key(diffID))
    }

    /// Packs layers whose uncompressed blobs are in the store, on all cores and in a few MB of memory for each; `onLayer` is
    /// called after each layer.
    ///
    /// It throws ``ImageFailure/damagedBlob(_:)`` when a blob is not what its name says.
    package func compress(_ diffIDs: Set<Digest>, onLayer: @escaping @Sendable () -> Void = {}) async throws {
        // Large ones first: the last to end decides when all are done.
        let layers = diffIDs.compactMap(store.blob).sorted { ($0.byteCount, $0.digest) > ($1.byteCount, $1.digest) }
        _ = try await layers.concurrentMap(width: cores) { layer in
            let packed = try await BlockingWork.run { flag in try pack(layer, check: flag.check) }
            onLayer()
            return packed
        }
    }

    private func pack(_ layer: StoredBlob, check: () throws -> Void) throws -> StoredBlob {
        try store.derive(key(layer.digest)) {
            let workers = layer.byteCount >= Self.largeByteCount ? cores : 1
            let packed = try pack(workers: workers, accepts: { $0 == layer.digest }) { write in
                try BlobReader.read(store.path(of: layer.digest)) { bytes in
                    try check()
                    try write(bytes)
                }
            }
            guard let packed else { throw ImageFailure.damagedBlob(layer.digest) }
            return packed.blob
        }
    }

    /// Packs one of the layers `wanted` from a stream and remembers it; any other leaves nothing behind. Says which it was.
    func take(_ wanted: Set<Digest>, from next: () throws -> UnsafeRawBufferPointer) throws -> Bool {
        let packed = try pack(workers: cores, accepts: wanted.contains) { write in
            while case let bytes = try next(), !bytes.isEmpty { try write(bytes) }
        }
        guard let packed else { return false }
        if compression != .none { try store.remember(packed.blob, under: key(packed.diffID)) }
        return true
    }

    /// Ends the taking in of a layer that is not accepted.
    private struct NotAccepted: Error {}

    /// Packs what `produce` gives; nil when its digest, the diffID, is not one that `accepts` takes.
    private func pack(
        workers: Int,
        accepts: (Digest) -> Bool,
        _ produce: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> (blob: StoredBlob, diffID: Digest)? {
        var stream: DigestStream? = DigestStream()
        var diffID: Digest?
        do {
            let blob = try store.ingest { sink in
                try compression.pack(workers: workers, into: sink) { write in
                    try produce { bytes in
                        stream?.update(bytes)
                        try write(bytes)
                    }
                }
                diffID = stream.take()?.finish()
                guard let diffID, accepts(diffID) else { throw NotAccepted() }
            }
            return diffID.map { (blob, $0) }
        } catch is NotAccepted {
            return nil
        }
    }

    private func key(_ diffID: Digest) -> [String] { ["packed layer", "1", compression.recipe, diffID.description] }
}
