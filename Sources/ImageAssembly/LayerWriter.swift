// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
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

    /// Writes a group. `check` is called before every entry; what it throws ends the writing, with nothing left behind.
    package func write(_ group: LayerGroup, check: () throws -> Void = {}) throws -> Layer {
        let (diffID, byteCount) = try store.ingest { write in
            var tar = TarWriter(sink: write)
            let items = Dictionary(group.items.map { ($0.entry.path, $0) }) { first, _ in first }
            for entry in (group.folders + group.items.map(\.entry)).sorted(by: { $0.path < $1.path }) {
                try check()
                try add(entry, content: items[entry.path]?.content, to: &tar)
            }
            try tar.finish()
        }
        return Layer(name: group.name, diffID: diffID, byteCount: byteCount, contents: group.contents)
    }

    private func add(_ entry: FileEntry, content: FilePath?, to tar: inout TarWriter) throws {
        switch entry.kind {
        case .directory:
            try tar.addDirectory(
                entry.path,
                mode: entry.mode,
                owner: entry.owner,
                group: entry.group,
                modified: epoch
            )
        case .symlink(let target):
            try tar.addSymlink(entry.path, target: target, modified: epoch)
        case .file(let size, _, _):
            guard let content else { return }
            try tar.addFile(entry.path, mode: entry.mode, size: size, modified: epoch) { write in
                try Self.copy(content, size: size, write)
            }
        case .special:
            break
        }
    }

    private static func copy(
        _ path: FilePath,
        size: Int64,
        _ write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var copied: Int64 = 0
        try BlobReader.read(path) { bytes in
            copied += Int64(bytes.count)
            guard copied <= size else { throw ImageFailure.contentChanged(path) }
            try write(bytes)
        }
        guard copied == size else { throw ImageFailure.contentChanged(path) }
    }
}
