// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
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
        for blob in blobs { try tar.addBlob(blob.path, size: blob.byteCount, named: Self.name(blob.diffID)) }
        try tar.addDocument(manifest(), named: "manifest.json")
        try tar.finish()
    }

    private var configurationName: String { "\(image.configurationDigest.hex).json" }

    private static func name(_ diffID: Digest) -> String { "\(diffID.hex).tar" }

    private func manifest() throws -> [UInt8] {
        return try CanonicalJSON.encode(
            JSONValue.array([
                .object([
                    "Config": .string(configurationName),
                    "RepoTags": .array(names.map(JSONValue.string)),
                    "Layers": .array(image.diffIDs.map { .string(Self.name($0)) }),
                ])
            ])
        )
    }
}
