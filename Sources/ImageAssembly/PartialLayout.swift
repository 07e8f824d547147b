// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
internal import OCIKit
internal import SystemPackage

/// An OCI layout (image-spec, image-layout.md) without the base's layers: containers/image asks for a blob only when
/// its store has no layer of that digest, and the base's are described uncompressed, as the store knows them.
struct PartialLayout {
    private static let layerType = "application/vnd.oci.image.layer.v1.tar"
    private static let manifestType = "application/vnd.oci.image.manifest.v1+json"
    private static let configurationType = "application/vnd.oci.image.config.v1+json"

    let image: Image
    let name: String
    let store: ContentStore

    func write(to folder: FilePath) throws {
        let blobs = folder.appending("blobs").appending("sha256")
        try FileManager.default.createDirectory(atPath: blobs.string, withIntermediateDirectories: true)
        for layer in image.layers {
            try FileManager.default.createSymbolicLink(
                atPath: blobs.appending(layer.diffID.hex).string,
                withDestinationPath: store.path(of: layer.diffID).string
            )
        }
        try put(image.configuration, at: blobs.appending(image.id.hex))
        let manifest = try CanonicalJSON.encode(manifest)
        let digest = Digest.of(manifest)
        try put(manifest, at: blobs.appending(digest.hex))
        try put(CanonicalJSON.encode(index(digest, manifest.count)), at: folder.appending("index.json"))
        try put(Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8), at: folder.appending("oci-layout"))
    }

    private var manifest: JSONValue {
        let base = image.base.layers.map { ($0.diffID, $0.byteCount) }
        let added = image.layers.map { ($0.diffID, $0.byteCount) }
        let layers = (base + added).map { Self.descriptor(Self.layerType, $0, $1) }
        return .object([
            "schemaVersion": .integer(2),
            "mediaType": .string(Self.manifestType),
            "config": Self.descriptor(Self.configurationType, image.id, Int64(image.configuration.count)),
            "layers": .array(layers),
        ])
    }

    private func index(_ manifest: Digest, _ byteCount: Int) -> JSONValue {
        var descriptor = Self.descriptor(Self.manifestType, manifest, Int64(byteCount))
        descriptor["annotations"] = .object(["org.opencontainers.image.ref.name": .string(name)])
        return .object(["schemaVersion": .integer(2), "manifests": .array([descriptor])])
    }

    private static func descriptor(_ type: String, _ digest: Digest, _ byteCount: Int64) -> JSONValue {
        .object([
            "mediaType": .string(type), "digest": .string(digest.description), "size": .integer(byteCount),
        ])
    }

    private func put(_ bytes: [UInt8], at path: FilePath) throws {
        try Data(bytes).write(to: URL(filePath: path.string))
    }
}
