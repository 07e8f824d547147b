// SPDX-License-Identifier: Apache-2.0

package import Digests

/// What lies where in an OCI layout, and the two documents at its top (image-spec, image-layout.md).
package enum LayoutIndex {
    /// The content of `oci-layout`.
    package static let marker = Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)

    /// Where the blob `digest` lies in a layout.
    package static func path(of digest: Digest) -> String { "blobs/sha256/\(digest.hex)" }

    /// The content of `index.json` for one image that is called `name` in the layout.
    package static func encoded(_ manifest: Descriptor, name: String) throws -> [UInt8] {
        try encoded([entry(manifest, "org.opencontainers.image.ref.name", name)])
    }

    /// The same for an image that containerd is to know by `names`, each with its host and tag.
    package static func encoded(_ manifest: Descriptor, containerdNames names: [String]) throws -> [UInt8] {
        try encoded(names.map { entry(manifest, "io.containerd.image.name", $0) })
    }

    private static func entry(_ manifest: Descriptor, _ annotation: String, _ name: String) -> JSONValue {
        var entry = manifest.json
        entry["annotations"] = .object([annotation: .string(name)])
        return entry
    }

    private static func encoded(_ entries: [JSONValue]) throws -> [UInt8] {
        try CanonicalJSON.encode(
            JSONValue.object([
                "schemaVersion": .integer(2),
                "mediaType": .string(MediaType.index.rawValue),
                "manifests": .array(entries),
            ])
        )
    }
}
