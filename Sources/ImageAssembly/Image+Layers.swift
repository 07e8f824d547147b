// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree
internal import FoundationEssentials
internal import OCIKit

extension Image {
    /// This image with `layers` on top; whatever else its configuration says stays. It claims to be made at `epoch`, in
    /// seconds since 1970.
    package func adding(_ layers: [Layer], at epoch: Int64) throws -> Image {
        let created = Date(timeIntervalSince1970: TimeInterval(epoch)).formatted(.iso8601)
        var document = try ImageConfiguration(json: configuration)
        for layer in layers {
            document = document.adding(layer: layer.diffID, createdBy: "cephdev: \(layer.name)", at: created)
        }
        let bytes = try document.encoded()
        return Image(
            id: Digest.of(bytes),
            configuration: bytes,
            base: base,
            layers: self.layers + layers,
            tree: layers.reduce(tree) { $0.applying($1.contents) }
        )
    }
}
