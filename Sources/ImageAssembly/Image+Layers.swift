// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree
internal import FoundationEssentials
internal import OCIKit

extension Image {
    /// How `created_by` begins for a layer of cephdev's; the layer's name follows.
    package static let originPrefix = "cephdev: "

    /// What the layer of library fixes is called.
    package static let fixesName = "library fixes"

    /// Whether the history of a layer, as `created_by` tells it, says that cephdev put the files of a build in it.
    static func isBuilt(_ origin: String) -> Bool {
        origin.hasPrefix(originPrefix) && origin != originPrefix + fixesName
    }

    /// The source's commit, and the first digits of the digest of its edits, as a layer's history notes them: a base that
    /// cephdev made has layers of another commit.
    private static func revision(_ labels: [String: String]) -> String {
        let commit = labels["org.opencontainers.image.revision"] ?? ""
        let edits = (labels[editsLabel] ?? "").dropFirst("sha256:".count).prefix(8)
        return edits.isEmpty ? commit : "\(commit)-dirty-\(edits)"
    }

    /// The label that holds the digest of the uncommitted edits.
    package static let editsLabel = "io.github.cephdev.edits.digest"

    /// The name of a layer whose history tells `origin`; empty when cephdev did not make it.
    package static func layerName(_ origin: String) -> String {
        origin.hasPrefix(originPrefix) ? String(origin.dropFirst(originPrefix.count)) : ""
    }

    /// This image with `layers` on top; whatever else its configuration says stays. It claims to be made at `epoch`, in
    /// seconds since 1970.
    package func adding(_ layers: [Layer], at epoch: Int64) throws -> Image {
        let created = Date(timeIntervalSince1970: TimeInterval(epoch)).formatted(.iso8601)
        var document = try ImageConfiguration(json: configuration)
        for layer in layers {
            document = document.adding(
                layer: layer.diffID,
                createdBy: Self.originPrefix + layer.name,
                comment: Self.revision(document.labels),
                at: created
            )
        }
        let bytes = try document.encoded()
        let image = Image(
            id: Digest.of(bytes),
            configuration: bytes,
            base: base,
            layers: self.layers + layers
        )
        guard base.naming == .manifest else { return image }
        let id = Digest.of(try image.manifest.encoded())
        return Image(id: id, configuration: bytes, base: base, layers: image.layers)
    }
}
