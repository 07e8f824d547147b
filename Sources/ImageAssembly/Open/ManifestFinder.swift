// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import OCIKit

/// Follows lists of manifests to the one image that is wanted.
struct ManifestFinder {
    private static let deepest = 4

    let place: String
    let platform: Platform

    /// The manifest of the image `name`, or of the only one when that is nil, below the index `json`. `read` gives the
    /// bytes that a descriptor names.
    func find(
        _ name: String?,
        in json: [UInt8],
        read: (Descriptor) throws -> [UInt8]
    ) throws -> (digest: Digest, manifest: ImageManifest) {
        var descriptor = try choose(name, in: ImageIndex(json: json))
        for _ in 0..<Self.deepest {
            let bytes = try read(descriptor)
            guard descriptor.mediaType.oci == .index else {
                return (descriptor.digest, try ImageManifest(json: bytes))
            }
            descriptor = try choose(nil, in: ImageIndex(json: bytes))
        }
        throw LayoutFailure.tooDeep(place: place)
    }

    /// The descriptor that `index` has for an image.
    func choose(_ name: String?, in index: ImageIndex) throws -> Descriptor {
        let fitting = index.entries(named: name, for: platform)
        let descriptors = Set(fitting.map(\.descriptor))
        if let only = descriptors.first, descriptors.count == 1 { return only }
        let names = index.entries.compactMap(\.name).sorted()
        if descriptors.count > 1 { throw LayoutFailure.severalImages(place: place, known: names) }
        if let name, !index.entries.contains(where: { $0.name == name }) {
            throw LayoutFailure.noSuchImage(name, place: place, known: names)
        }
        let platforms = Set(index.entries.compactMap { $0.platform?.description }).sorted()
        throw LayoutFailure.wrongPlatform(place: place, wanted: platform, known: platforms)
    }
}
