// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials

/// The one image that `manifest.json` lists: the names of its members in the archive.
///
/// Spec: https://github.com/moby/docker-image-spec/blob/main/v1.2.md#combined-image-json--filesystem-changeset-format
struct DockerManifest {
    let configuration: String
    /// The lowest layer first.
    let layers: [String]

    init(_ json: [UInt8]) throws(ArchiveError) {
        struct Image: Decodable {
            let Config: String
            let Layers: [String]?
        }
        let images = try decode([Image].self, json, member: "manifest.json")
        guard let image = images.first, images.count == 1 else { throw .imageCount(images.count) }
        configuration = image.Config
        layers = image.Layers ?? []
    }
}

/// The digests of the uncompressed layers that an image configuration lists, the lowest first.
///
/// Spec: https://github.com/opencontainers/image-spec/blob/main/config.md#properties
struct LayerDigests {
    let diffIDs: [Digest]

    init(_ json: [UInt8], member: String) throws(ArchiveError) {
        struct Configuration: Decodable {
            struct RootFileSystem: Decodable {
                let diff_ids: [Digest]?
            }
            let rootfs: RootFileSystem
        }
        diffIDs = try decode(Configuration.self, json, member: member).rootfs.diff_ids ?? []
    }
}

private func decode<Value: Decodable>(
    _ type: Value.Type,
    _ json: [UInt8],
    member: String
) throws(ArchiveError) -> Value {
    do {
        return try JSONDecoder().decode(type, from: Data(json))
    } catch {
        throw .malformedJSON(member: member, reason: String(describing: error))
    }
}
