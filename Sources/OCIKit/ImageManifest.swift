// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials

/// The manifest of an image: its configuration and its layers as they lie in a registry (image-spec, manifest.md).
package struct ImageManifest: Sendable, Equatable {
    package let configuration: Descriptor
    /// Lowest first.
    package let layers: [Descriptor]

    package init(configuration: Descriptor, layers: [Descriptor]) {
        self.configuration = configuration
        self.layers = layers
    }

    /// Reads an OCI manifest, or docker's of schema 2.
    ///
    /// - Throws: ``OCIError/invalidManifest(reason:)``
    package init(json: [UInt8]) throws(OCIError) {
        let document = try Self.document(json)
        guard let configuration = document["config"], let layers = document["layers"]?.array else {
            throw .invalidManifest(reason: "it has no config and layers")
        }
        self.configuration = try Descriptor(configuration)
        var descriptors: [Descriptor] = []
        for layer in layers { descriptors.append(try Descriptor(layer)) }
        self.layers = descriptors
        guard descriptors.allSatisfy(\.mediaType.isLayer) else {
            throw .invalidManifest(reason: "one of its layers is none")
        }
    }

    /// The manifests that `json` leads to when it is a list for several platforms; nil when it is no list.
    package static func manifests(inList json: [UInt8]) throws(OCIError) -> [Descriptor]? {
        guard let entries = try document(json)["manifests"]?.array else { return nil }
        var found: [Descriptor] = []
        // Lists hold other things too: what no image manifest is, is passed over.
        for entry in entries {
            if let descriptor = try? Descriptor(entry), descriptor.mediaType.oci == .manifest {
                found.append(descriptor)
            }
        }
        return found
    }

    /// The manifest in OCI's form: the bytes whose digest names the image in a registry.
    package func encoded() throws -> [UInt8] {
        try CanonicalJSON.encode(
            JSONValue.object([
                "schemaVersion": .integer(2),
                "mediaType": .string(MediaType.manifest.rawValue),
                "config": configuration.json,
                "layers": .array(layers.map(\.json)),
            ])
        )
    }

    private static func document(_ json: [UInt8]) throws(OCIError) -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Data(json))
        } catch {
            throw .invalidManifest(reason: "it is not JSON")
        }
    }
}
