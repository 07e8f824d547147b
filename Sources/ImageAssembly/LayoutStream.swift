// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import OCIKit
internal import SystemPackage

/// An OCI layout in a tar for `docker load`, with none but `blobs` of the layers inside: containerd's image store reads
/// those and takes it for granted that it has the others (containerd, pkg/archive or core/images/archive, importer.go).
struct LayoutStream {
    let image: Image
    /// What the daemon is to call the image.
    let names: [String]
    let blobs: [LayerBlob]

    func write(to file: FileDescriptor) throws {
        let manifest = try image.manifest.encoded()
        let descriptor = Descriptor(.manifest, Digest.of(manifest), size: Int64(manifest.count))
        let names = try names.map { try ImageReference(parsing: $0).whole }
        var tar = TarWriter { _ = try file.writeAll($0) }
        try tar.addDocument(LayoutIndex.marker, named: "oci-layout")
        for blob in blobs {
            try tar.addBlob(blob.path, size: blob.byteCount, named: LayoutIndex.path(of: blob.diffID))
        }
        try tar.addDocument(image.configuration, named: LayoutIndex.path(of: image.configurationDigest))
        try tar.addDocument(manifest, named: LayoutIndex.path(of: descriptor.digest))
        try tar.addDocument(LayoutIndex.encoded(descriptor, containerdNames: names), named: "index.json")
        try tar.finish()
    }
}
