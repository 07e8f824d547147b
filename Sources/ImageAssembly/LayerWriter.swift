// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import FileTree
internal import SystemPackage

/// Writes layers as the same bytes from the same input: sorted, numeric owners, one time for everything.
package struct LayerWriter: Sendable {
    private let store: ContentStore
    private let epoch: Int64

    /// A writer that gives every entry the modification time `epoch`, in seconds since 1970.
    package init(store: ContentStore, epoch: Int64) {
        self.store = store
        self.epoch = epoch
    }

    /// Writes a group, or finds the layer that was written of the same one before. `check` is called before every
    /// entry; what it throws ends the writing, with nothing left behind.
    package func write(_ group: LayerGroup, check: () throws -> Void = {}) throws -> Layer {
        let blob = try store.derive(["layer", "1", "\(epoch)", group.identity.hex]) {
            try store.ingest { try write(group, to: $0, check: check) }
        }
        return Layer(name: group.name, diffID: blob.digest, byteCount: blob.byteCount, contents: group.contents)
    }

    private func write(
        _ group: LayerGroup,
        to sink: @escaping TarWriter.Sink,
        check: () throws -> Void
    ) throws {
        var tar = TarWriter(sink: sink)
        for member in group.members {
            try check()
            switch member {
            case .folder(let entry): try tar.add(entry, modified: epoch)
            case .whiteout(let path): try tar.addEmptyFile(path, modified: epoch)
            case .link(let item, let original): try tar.addHardLink(item.entry, to: original, modified: epoch)
            case .item(let item):
                try tar.add(item.entry, modified: epoch) { try Self.copy(item, $0) }
            }
        }
        try tar.finish()
    }

    private static func copy(_ item: LayerItem, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard case .file(let size, let digest, _) = item.entry.kind else { return }
        var copied: Int64 = 0
        var stream = DigestStream()
        try BlobReader.read(item.content) { bytes in
            copied += Int64(bytes.count)
            guard copied <= size else { throw ImageFailure.contentChanged(item.content) }
            stream.update(bytes)
            try write(bytes)
        }
        // The length alone would let a rebuilt file through that stat(2) told nothing of.
        guard copied == size, stream.finish() == digest else { throw ImageFailure.contentChanged(item.content) }
    }
}
