// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import FileTree
internal import OCIKit
internal import SystemPackage

/// A docker archive whose manifest lists all layers while only `blobs` are inside: the daemon skips a layer whose chain it
/// has (moby, image/tarexport/load.go).
struct DockerArchive {
    let image: Image
    /// What the daemon is to call the image.
    let names: [String]
    let blobs: [LayerBlob]

    func write(to file: FileDescriptor) throws {
        var tar = TarWriter { _ = try file.writeAll($0) }
        try tar.addDocument(image.configuration, named: configurationName)
        for blob in blobs {
            try tar.addFile(
                TreePath(parsing: Self.name(blob.diffID)),
                mode: 0o644,
                size: blob.byteCount,
                modified: 0
            ) { write in
                try BlobReader.read(blob.path, write)
            }
        }
        try tar.addDocument(manifest(), named: "manifest.json")
        try tar.finish()
    }

    private var configurationName: String { "\(image.configurationDigest.hex).json" }

    private static func name(_ diffID: Digest) -> String { "\(diffID.hex).tar" }

    private func manifest() throws -> [UInt8] {
        let layers = image.base.layers.map(\.diffID) + image.layers.map(\.diffID)
        return try CanonicalJSON.encode(
            JSONValue.array([
                .object([
                    "Config": .string(configurationName),
                    "RepoTags": .array(names.map(JSONValue.string)),
                    "Layers": .array(layers.map { .string(Self.name($0)) }),
                ])
            ])
        )
    }
}
