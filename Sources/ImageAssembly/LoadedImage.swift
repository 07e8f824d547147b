// SPDX-License-Identifier: Apache-2.0

package import Digests
internal import OCIKit

/// An image as an engine was given it.
package struct LoadedImage: Sendable, Equatable, Codable {
    /// What the engine calls it. Where that is the digest of a manifest, it is the one that lists uncompressed layers.
    let id: Digest
    /// Lowest first, the base's too.
    package let layers: [Digest]

    package init(_ image: Image) throws {
        id = image.base.naming == .manifest ? Digest.of(try image.manifest.encoded()) : image.id
        layers = image.diffIDs
    }
}
