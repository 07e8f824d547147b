// SPDX-License-Identifier: Apache-2.0

internal import Digests

/// The two documents at the top of an OCI layout (image-spec, image-layout.md).
package enum LayoutIndex {
    /// The content of `oci-layout`.
    package static let marker = Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)

    /// The content of `index.json` for one image that is called `name` in the layout.
    package static func encoded(_ manifest: Descriptor, name: String) throws -> [UInt8] {
        var entry = manifest.json
        entry["annotations"] = .object(["org.opencontainers.image.ref.name": .string(name)])
        return try CanonicalJSON.encode(
            JSONValue.object([
                "schemaVersion": .integer(2),
                "mediaType": .string(MediaType.index.rawValue),
                "manifests": .array([entry]),
            ])
        )
    }
}
