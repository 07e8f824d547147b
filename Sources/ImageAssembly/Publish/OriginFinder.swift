// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import OCIKit
internal import SystemPackage

/// Finds the packed layers that a registry keeps of an image which an engine pulled from there: to send on the same
/// bytes, so that whoever has the base does not pull it again.
struct OriginFinder: Sendable {
    /// Where packed layers are.
    struct Origin: Sendable {
        /// `repository@digest` of the image's manifest.
        let reference: String
        /// By the digest of the uncompressed layer.
        let layers: [Digest: Descriptor]
    }

    /// More platforms than any image has.
    private static let longestList = 64

    let store: ContentStore
    let skopeo: Skopeo
    let scratch: FilePath

    /// The first of the image's registries that answers and has it; nil when none does.
    func find(_ image: ImageInspection) async throws -> Origin? {
        for name in image.repoDigests where !name.hasPrefix("localhost/") {
            // podman names every image so, whether a registry has it or not: an answer that is none is no error.
            do {
                if let origin = try await find(image, at: name) { return origin }
            } catch is EngineError, is OCIError, is DigestError, is LayoutFailure {}
        }
        return nil
    }

    private func find(_ image: ImageInspection, at name: String) async throws -> Origin? {
        let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let top = try Digest(parsing: parts[1])
        let bytes = try await manifest(top, in: parts[0])
        guard let list = try ImageManifest.manifests(inList: bytes) else {
            return try origin(bytes, top, image, parts[0], isKnown: top.description == image.id)
        }
        if top.description == image.id {
            // An engine that names images by what a registry has took the one for its platform.
            let place = "\(parts[0])@\(top)"
            let own = try ManifestFinder(place: place, platform: .host).choose(nil, in: ImageIndex(json: bytes)).digest
            return try await origin(manifest(own, in: parts[0]), own, image, parts[0], isKnown: true)
        }
        for entry in list.prefix(Self.longestList) {
            let bytes = try await manifest(entry.digest, in: parts[0])
            if let found = try origin(bytes, entry.digest, image, parts[0], isKnown: false) { return found }
        }
        return nil
    }

    /// What the manifest `digest` says of the layers of `image`, if it is that image's; `isKnown` says that it is.
    private func origin(
        _ bytes: [UInt8],
        _ digest: Digest,
        _ image: ImageInspection,
        _ repository: String,
        isKnown: Bool
    ) throws -> Origin? {
        let manifest = try ImageManifest(json: bytes)
        guard isKnown || manifest.configuration.digest.description == image.id,
            manifest.layers.count == image.diffIDs.count
        else { return nil }
        let pairs = try zip(image.diffIDs, manifest.layers).map { diffID, layer in
            (try Digest(parsing: diffID), Descriptor(layer.mediaType.oci, layer.digest, size: layer.size))
        }
        return Origin(reference: "\(repository)@\(digest)", layers: Dictionary(pairs) { first, _ in first })
    }

    /// A manifest, asked for once. That it lies in the store does not say that a registry has it.
    private func manifest(_ digest: Digest, in repository: String) async throws -> [UInt8] {
        let reference = "\(repository)@\(digest)"
        let key = ["manifest in a registry", "1", reference]
        if let known = try store.recall(key), let kept = try store.bytes(of: known.digest) { return kept }
        let bytes = try await skopeo.manifest(of: reference, scratch: scratch)
        guard Digest.of(bytes) == digest else {
            throw OCIError.invalidManifest(reason: "\(repository) gave another one than \(digest)")
        }
        let blob = try store.ingest { write in try bytes.withUnsafeBytes(write) }
        try store.remember(blob, under: key)
        return bytes
    }
}
