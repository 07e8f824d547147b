// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
internal import OCIKit
internal import SystemPackage

/// An OCI layout (image-spec, image-layout.md) without the base's layers: containers/image asks for a blob only when
/// its store has no layer of that digest, and the base's are described uncompressed, as the store knows them.
struct PartialLayout {
    let image: Image
    let name: String
    let store: ContentStore

    func write(to folder: FilePath) throws {
        let blobs = folder.appending("blobs").appending("sha256")
        try FileManager.default.createDirectory(atPath: blobs.string, withIntermediateDirectories: true)
        for layer in image.layers {
            try FileManager.default.createSymbolicLink(
                atPath: blobs.appending(layer.diffID.hex).string,
                withDestinationPath: store.path(of: layer.diffID).string
            )
        }
        try put(image.configuration, at: blobs.appending(image.configurationDigest.hex))
        let manifest = try image.manifest.encoded()
        let descriptor = Descriptor(.manifest, Digest.of(manifest), size: Int64(manifest.count))
        try put(manifest, at: blobs.appending(descriptor.digest.hex))
        try put(LayoutIndex.encoded(descriptor, name: name), at: folder.appending("index.json"))
        try put(LayoutIndex.marker, at: folder.appending("oci-layout"))
    }

    private func put(_ bytes: [UInt8], at path: FilePath) throws {
        try Data(bytes).write(to: URL(filePath: path.string))
    }
}
