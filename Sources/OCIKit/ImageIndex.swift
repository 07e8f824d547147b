// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// A list of manifests: the top of an OCI layout, or one image for several platforms (image-spec, image-index.md).
package struct ImageIndex: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let descriptor: Descriptor
        package let platform: Platform?
        /// What the image is called in a layout.
        package let name: String?
    }

    private static let nameAnnotation = "org.opencontainers.image.ref.name"
    /// Set by build tools that keep notes on an image beside it.
    private static let unknown = "unknown"

    /// Manifests and further lists; whatever else an index names is left out.
    package let entries: [Entry]

    /// - Throws: ``OCIError/invalidManifest(reason:)``
    package init(json: [UInt8]) throws(OCIError) {
        let document: JSONValue
        do {
            document = try JSONDecoder().decode(JSONValue.self, from: Data(json))
        } catch {
            throw .invalidManifest(reason: "it is not JSON")
        }
        guard let manifests = document["manifests"]?.array else {
            throw .invalidManifest(reason: "it lists no manifests")
        }
        entries = manifests.compactMap(Self.entry)
    }

    /// The entries that can be image `name` on `platform`: those of that name (all when nil), and among them those that are
    /// made for the platform, if any says what it is made for.
    package func entries(named name: String?, for platform: Platform) -> [Entry] {
        let named = name.map { name in entries.filter { $0.name == name } } ?? entries
        let fitting = named.filter { $0.platform == platform }
        return fitting.isEmpty ? named.filter { $0.platform == nil } : fitting
    }

    private static func entry(_ value: JSONValue) -> Entry? {
        guard let descriptor = try? Descriptor(value),  // an artifact of another kind
            [.manifest, .index].contains(descriptor.mediaType.oci)
        else { return nil }
        let platform = value["platform"].map {
            Platform(
                operatingSystem: $0["os"]?.string ?? unknown,
                architecture: $0["architecture"]?.string ?? unknown
            )
        }
        return Entry(descriptor: descriptor, platform: platform, name: value["annotations"]?[nameAnnotation]?.string)
    }
}
