// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
package import OCIKit
internal import SystemPackage

/// An image in the form that registries keep: a manifest, the configuration and packed layers, each with its digest.
package struct PackedImage: Sendable {
    /// A blob that the manifest names.
    package struct Blob: Sendable, Equatable {
        package let descriptor: Descriptor
        /// `config`, or the layer's name.
        package let name: String
        /// Where a registry had the packed layer; nil for those that were packed here.
        package let origin: String?
    }

    /// What names the image in a registry.
    package let manifest: Descriptor
    /// The configuration, then the layers, lowest first.
    package let blobs: [Blob]

    /// The packed form of an image; its manifest and configuration are put into `store`.
    init(configuration: [UInt8], layers: [Blob], store: ContentStore) throws {
        let stored = try store.ingest { write in try configuration.withUnsafeBytes(write) }
        let config = Descriptor(.configuration, stored.digest, size: stored.byteCount)
        let document = ImageManifest(configuration: config, layers: layers.map(\.descriptor))
        let bytes = try document.encoded()
        let manifest = try store.ingest { write in try bytes.withUnsafeBytes(write) }
        self.manifest = Descriptor(.manifest, manifest.digest, size: manifest.byteCount)
        blobs = [Blob(descriptor: config, name: "config", origin: nil)] + layers
    }

    /// The blobs, each once: layers may be alike.
    package var distinctBlobs: [Blob] {
        var seen: Set<Digest> = []
        return blobs.filter { seen.insert($0.descriptor.digest).inserted }
    }

    /// Of all blobs, in bytes.
    package var byteCount: Int64 { distinctBlobs.reduce(0) { $0 + $1.descriptor.size } }

    /// Writes the top of an OCI layout that calls the image `name`; its blobs are those of the store.
    func writeLayout(_ name: String, to folder: FilePath) throws {
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let index = try LayoutIndex.encoded(manifest, name: name)
        try Data(index).write(to: URL(filePath: folder.appending("index.json").string))
        try Data(LayoutIndex.marker).write(to: URL(filePath: folder.appending("oci-layout").string))
    }
}
