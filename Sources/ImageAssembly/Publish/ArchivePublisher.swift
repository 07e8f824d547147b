// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import FoundationEssentials
internal import Glibc
internal import OCIKit
internal import ProcessKit
package import SystemPackage

/// Writes a packed image into one file: an OCI layout in a tar archive, which skopeo and podman read, with the list that
/// `docker load` looks for. The same image gives the same bytes.
package struct ArchivePublisher: Sendable {
    private let store: ContentStore

    package init(store: ContentStore) {
        self.store = store
    }

    /// Writes `image`, all of whose blobs are in the store, as `name` to `path`, where the file appears when it is whole.
    ///
    /// - Returns: the file's length in bytes.
    /// - Throws: ``ImageFailure/cannotWrite(_:reason:)``
    package func publish(_ image: PackedImage, as name: String, to path: FilePath) async throws -> Int64 {
        try await BlockingWork.run { flag in
            let scratch = FilePath("\(path).\(getpid()).part")
            do {
                let byteCount = try write(image, name, to: scratch, check: flag.check)
                guard rename(scratch.string, path.string) == 0 else { throw Errno(rawValue: errno) }
                return byteCount
            } catch {
                unlink(scratch.string)
                guard let errno = error as? Errno else { throw error }
                throw ImageFailure.cannotWrite(path, reason: "\(errno)")
            }
        }
    }

    private func write(
        _ image: PackedImage,
        _ name: String,
        to path: FilePath,
        check: @escaping () throws -> Void
    ) throws -> Int64 {
        let file = try FileDescriptor.open(
            path,
            .writeOnly,
            options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead]
        )
        return try file.closeAfter {
            var tar = TarWriter { bytes in
                try check()
                try file.writeAll(bytes)
            }
            try tar.addDocument(LayoutIndex.marker, named: "oci-layout")
            try tar.addDocument(LayoutIndex.encoded(image.manifest, name: name), named: "index.json")
            try tar.addDocument(dockerManifest(image, name), named: "manifest.json")
            for blob in [image.manifest] + image.distinctBlobs.map(\.descriptor) {
                let path = store.path(of: blob.digest)
                try tar.addBlob(path, size: blob.size, named: LayoutIndex.path(of: blob.digest))
            }
            try tar.finish()
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            return try file.seek(offset: 0, from: .current)
        }
    }

    /// What `docker load` reads (moby, image/tarexport): the same blobs under their paths in the archive.
    private func dockerManifest(_ image: PackedImage, _ name: String) throws -> [UInt8] {
        let paths = image.blobs.map { JSONValue.string(LayoutIndex.path(of: $0.descriptor.digest)) }
        return try CanonicalJSON.encode(
            JSONValue.array([
                .object([
                    "Config": paths[0], "RepoTags": .array([.string(name)]), "Layers": .array(Array(paths.dropFirst())),
                ])
            ])
        )
    }
}
