// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree
internal import ImageAssembly
internal import OCIKit

/// How one image differs from another, and what that costs a node.
package struct ImageDifference: Sendable, Equatable, Encodable {
    package struct File: Sendable, Equatable, Encodable {
        package enum Change: String, Sendable, Encodable {
            case added, removed, changed
        }

        /// Absolute.
        package let path: String
        package let change: Change
        /// In bytes; nil for what is no regular file, and where the file is missing.
        package let oldSize: Int64?
        package let newSize: Int64?
    }

    package struct Layers: Sendable, Equatable, Encodable {
        package let shared: [LayerReport]
        package let removed: [LayerReport]
        package let added: [LayerReport]
    }

    package struct Pull: Sendable, Equatable, Encodable {
        /// What a node that has the old image fetches for the new one.
        package let byteCount: Int64
        /// What a node that has neither fetches.
        package let wholeByteCount: Int64
        /// False when the image is in an engine, which keeps no compressed layers: the bytes are those of the unpacked ones.
        package let isCompressed: Bool

        private enum CodingKeys: String, CodingKey {
            case byteCount = "bytes"
            case wholeByteCount = "wholeBytes"
            case isCompressed = "compressed"
        }
    }

    package let files: [File]
    package let layers: Layers
    package let pull: Pull

    init(from old: OpenedImage, to new: OpenedImage) {
        files = Self.files(old.image.tree, new.image.tree)
        layers = Self.layers(old.layerReports, new.layerReports)
        pull = Self.pull(old, new)
    }

    private static func files(_ old: FileTree, _ new: FileTree) -> [File] {
        let removed = old.entries.filter { $0.kind != .directory && new[$0.path] == nil }.map {
            File(path: $0.path.description, change: .removed, oldSize: $0.regularByteCount, newSize: nil)
        }
        let others = new.entries.filter { $0.kind != .directory || old[$0.path].map { $0.kind != .directory } == true }
            .compactMap { entry -> File? in
                guard let present = old[entry.path] else {
                    let size = entry.regularByteCount
                    return File(path: entry.path.description, change: .added, oldSize: nil, newSize: size)
                }
                guard present != entry else { return nil }
                return File(
                    path: entry.path.description,
                    change: .changed,
                    oldSize: present.regularByteCount,
                    newSize: entry.regularByteCount
                )
            }
        return (removed + others).sorted { $0.path < $1.path }
    }

    private static func layers(_ old: [LayerReport], _ new: [LayerReport]) -> Layers {
        let (before, after) = (Set(old.map(\.diffID)), Set(new.map(\.diffID)))
        return Layers(
            shared: new.filter { before.contains($0.diffID) },
            removed: old.filter { !after.contains($0.diffID) },
            added: new.filter { !before.contains($0.diffID) }
        )
    }

    /// By the blobs of both manifests; an image without a manifest is compared by its uncompressed layers.
    private static func pull(_ old: OpenedImage, _ new: OpenedImage) -> Pull {
        guard let manifest = new.manifest else {
            let sizes = Dictionary(new.image.layers.map { ($0.diffID, $0.byteCount) }) { first, _ in first }
            let missing = sizes.filter { layer in !old.image.layers.contains { $0.diffID == layer.key } }
            return Pull(
                byteCount: missing.values.reduce(0, +),
                wholeByteCount: sizes.values.reduce(0, +),
                isCompressed: false
            )
        }
        let blobs = Set(manifest.layers + [manifest.configuration])
        let missing: [Int64]
        if let present = old.manifest {
            let digests = Set((present.layers + [present.configuration]).map(\.digest))
            missing = blobs.filter { !digests.contains($0.digest) }.map(\.size)
        } else {
            let present = Set(old.image.layers.map(\.diffID))
            let layers = zip(new.image.layers, manifest.layers).filter { !present.contains($0.0.diffID) }
            missing =
                Set(layers.map(\.1)).map(\.size)
                + (old.image.id == new.image.id ? [] : [manifest.configuration.size])
        }
        return Pull(
            byteCount: missing.reduce(0, +),
            wholeByteCount: blobs.reduce(0) { $0 + $1.size },
            isCompressed: true
        )
    }
}

extension FileEntry {
    /// Nil for what is no regular file.
    fileprivate var regularByteCount: Int64? {
        if case .file(let size, _, _) = kind { size } else { nil }
    }
}
