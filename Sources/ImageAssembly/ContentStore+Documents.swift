// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import OCIKit

extension ContentStore {
    /// Keeps the configuration of `image` where ``configuration(ofImage:)`` finds it.
    package func keepConfiguration(of image: Image) throws {
        let blob = try ingest { write in try image.configuration.withUnsafeBytes(write) }
        if blob.digest != image.id { try remember(blob, under: Self.key(image.id)) }
    }

    /// The bytes of the configuration of the image that an engine calls `id`; nil when they are not here.
    func configuration(ofImage id: Digest) throws -> [UInt8]? {
        if let known = try recall(Self.key(id)) { return try bytes(of: known.digest) }
        guard let kept = try bytes(of: id) else { return nil }
        let isManifest = (try? ImageManifest(json: kept)) != nil  // then it is none
        return try isManifest || ImageManifest.manifests(inList: kept) != nil ? nil : kept
    }

    private static func key(_ id: Digest) -> [String] { ["configuration", "1", id.description] }
}
