// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
package import Digests
internal import OCIKit
package import SystemPackage

extension BaseImage {
    /// The image `id`, if it was read before, and its objects too when they are wanted.
    package static func known(_ id: Digest, in cache: FilePath, with objects: ObjectStore?) throws -> BaseImage? {
        let known = try ImageIndexFile(of: id, in: cache).read().map { try BaseImage(id: id, $0) }
        guard let known, let objects, objects.isIncomplete(for: known.tree) else { return known }
        return nil
    }

    /// An image that was just read, its layers checked against its configuration.
    static func keep(
        _ id: Digest,
        configuration: [UInt8],
        layers: [IndexedLayer],
        in cache: FilePath
    ) throws -> BaseImage {
        let diffIDs = try ImageConfiguration(json: configuration).diffIDs
        guard diffIDs.count == layers.count else {
            throw ArchiveError.layerCountMismatch(manifest: layers.count, configuration: diffIDs.count)
        }
        for (index, (layer, text)) in zip(layers, diffIDs).enumerated() {
            let expected = try Digest(parsing: text)
            guard layer.diffID == expected else {
                throw ArchiveError.diffIDMismatch(layer: index, expected: expected, found: layer.diffID)
            }
        }
        let contents = ImageIndexFile.Contents(
            configuration: configuration,
            layers: layers.map { StoredLayer(diffID: $0.diffID, byteCount: $0.byteCount, contents: $0.contents) }
        )
        try ImageIndexFile(of: id, in: cache).write(contents)
        return try BaseImage(id: id, contents)
    }
}
