// SPDX-License-Identifier: Apache-2.0

package import Digests
package import FileTree
internal import OCIKit

/// A base with layers on top: everything an engine needs to be told.
package struct Image: Sendable {
    /// What the engine calls the image, or is going to call it.
    package let id: Digest
    /// The bytes of the configuration.
    package let configuration: [UInt8]
    package let base: BaseImage
    /// On top of the base's, lowest first.
    package let layers: [Layer]

    /// An image that exists already.
    package init(id: Digest, configuration: [UInt8], base: BaseImage, layers: [Layer]) {
        self.id = id
        self.configuration = configuration
        self.base = base
        self.layers = layers
    }

    /// Of all layers, the base's too, lowest first.
    var diffIDs: [Digest] { base.layers.map(\.diffID) + layers.map(\.diffID) }

    var configurationDigest: Digest { Digest.of(configuration) }

    /// The manifest under which an engine is given the image: every layer uncompressed.
    var manifest: ImageManifest {
        ImageManifest(
            configuration: Descriptor(.configuration, configurationDigest, size: Int64(configuration.count)),
            layers: base.layers.map { Descriptor(.layer, $0.diffID, size: $0.byteCount) }
                + layers.map { Descriptor(.layer, $0.diffID, size: $0.byteCount) }
        )
    }

    /// The base's tree with all layers applied, which every call does anew.
    package var tree: FileTree { layers.reduce(base.tree) { $0.applying($1.contents) } }

    /// Paths that the layers over the base hold.
    package var changedPaths: Set<TreePath> {
        Set(layers.flatMap(\.contents.entries).filter { $0.kind != .directory }.map(\.path))
    }
}
