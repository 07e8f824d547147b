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

    /// The image called `name`, or the only one when that is nil.
    init(_ json: [UInt8], name: String?) throws(ArchiveError) {
        struct Image: Decodable {
            let Config: String
            let Layers: [String]?
            let RepoTags: [String]?
        }
        let all = try decode([Image].self, json, member: "manifest.json")
        let images =
            name.map { name in
                all.filter { ($0.RepoTags ?? []).map(Self.whole).contains(Self.whole(name)) }
            } ?? all
        guard let image = images.first, images.count == 1 else { throw .imageCount(images.count) }
        configuration = image.Config
        layers = image.Layers ?? []
    }

    /// A name with the registry and the tag that are meant when none is written.
    private static func whole(_ name: String) -> String {
        let hasTag = name.split(separator: "/").last?.contains(":") == true
        let tagged = hasTag ? name : name + ":latest"
        let first = tagged.split(separator: "/").first ?? ""
        let hasHost = tagged.contains("/") && (first.contains(".") || first.contains(":") || first == "localhost")
        return hasHost ? tagged : (tagged.contains("/") ? "docker.io/" : "docker.io/library/") + tagged
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
