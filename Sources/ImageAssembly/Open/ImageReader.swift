// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
package import Digests
package import EngineKit
internal import FoundationEssentials
package import OCIKit
internal import ProcessKit
package import SystemPackage

/// Reads images from wherever they are, in one pass and without unpacking them. What an image holds is kept under its id, and
/// what a loader reads of its objects by their digests, so that it is read once.
package struct ImageReader: Sendable {
    private let cache: FilePath
    private let scratch: FilePath
    private let objects: ObjectStore?

    package init(cache: FilePath, scratch: FilePath, objects: ObjectStore? = nil) {
        self.cache = cache
        self.objects = objects
        self.scratch = scratch
    }

    /// An image of an engine.
    package func read(_ image: ImageInspection, in engine: ContainerEngine) async throws -> OpenedImage {
        OpenedImage(try await BaseImage.open(image, in: engine, cache: cache, objects: objects))
    }

    /// The image `name`, or the only one, of the OCI layout `folder`; its blobs lie in `blobs` when that is not nil.
    ///
    /// - Throws: ``LayoutFailure``, ``ArchiveError`` or ``OCIError`` when the layout is damaged.
    package func read(layout folder: FilePath, blobs: FilePath? = nil, name: String?) async throws -> OpenedImage {
        try await BlockingWork.run { flag in
            guard let marker = try? SmallFile.open(folder.appending("oci-layout")) else {  // whatever the reason is
                throw LayoutFailure.notALayout(folder.string)
            }
            try marker.close()
            let file = try SmallFile.open(folder.appending("index.json"))
            let index = try file.closeAfter { try SmallFile.read(file, limit: 8 << 20) }
            let blobs = BlobFolder(folder: blobs ?? folder.appending("blobs"), place: folder.string)
            return try open(index, name, blobs.source(tap: tap(), check: flag.check))
        }
    }

    /// The image `name`, or the only one, of an OCI layout in a tar.
    ///
    /// - Throws: as for a folder.
    package func read(layoutArchive path: FilePath, name: String?) async throws -> OpenedImage {
        try await BlockingWork.run { flag in
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            let archive = try file.closeAfter { try LayoutArchive.read(file, tap: tap(), check: flag.check) }
            return try open(archive.index, name, BlobSource(archive, place: path.string))
        }
    }

    /// The image `name`, or the only one, of what `docker save` wrote.
    package func read(dockerArchive path: FilePath, name: String?) async throws -> OpenedImage {
        let archive = try await BlockingWork.run { flag in
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter { try ImageArchive.read(file, name: name, tap: tap(), check: flag.check) }
        }
        return OpenedImage(
            try BaseImage.keep(
                archive.configurationDigest,
                configuration: archive.configuration,
                layers: archive.layers,
                in: cache
            )
        )
    }

    /// An image of a registry; its blobs are fetched only when nothing is known of it.
    package func read(reference: String, of registry: Skopeo) async throws -> OpenedImage {
        let (digest, manifest) = try await manifest(of: reference, registry)
        if let known = try BaseImage.known(manifest.configuration.digest, in: cache, with: objects) {
            return OpenedImage(known, manifest: manifest, manifestDigest: digest)
        }
        let folder = scratch.appending("fetched-\(digest.hex)")
        let (layout, blobs) = (folder.appending("layout"), folder.appending("blobs"))
        try FileManager.default.createDirectory(atPath: blobs.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }  // scratch
        try await registry.fetch("\(Self.repository(of: reference))@\(digest)", blobs: blobs, layout: layout)
        return try await BlockingWork.run { flag in
            let source = try BlobFolder(folder: blobs, place: reference).source(tap: tap(), check: flag.check)
            return try open(digest, manifest, source)
        }
    }

    /// The manifest that `reference` leads to, for this host's platform when there are several.
    package func manifest(
        of reference: String,
        _ registry: Skopeo
    ) async throws -> (digest: Digest, manifest: ImageManifest) {
        let bytes = try await registry.manifest(of: reference, scratch: scratch)
        guard try ImageManifest.manifests(inList: bytes) != nil else {
            return (Digest.of(bytes), try ImageManifest(json: bytes))
        }
        let finder = ManifestFinder(place: reference, platform: .host)
        let digest = try finder.choose(nil, in: ImageIndex(json: bytes)).digest
        let chosen = try await registry.manifest(of: "\(Self.repository(of: reference))@\(digest)", scratch: scratch)
        guard Digest.of(chosen) == digest else {
            throw ArchiveError.blobMismatch(expected: digest, found: .of(chosen))
        }
        return (digest, try ImageManifest(json: chosen))
    }

    private func open(_ index: [UInt8], _ name: String?, _ blobs: BlobSource) throws -> OpenedImage {
        let finder = ManifestFinder(place: blobs.place, platform: .host)
        let (digest, manifest) = try finder.find(name, in: index, read: blobs.document)
        return try open(digest, manifest, blobs)
    }

    private func open(_ digest: Digest, _ manifest: ImageManifest, _ blobs: BlobSource) throws -> OpenedImage {
        let id = manifest.configuration.digest
        if let known = try BaseImage.known(id, in: cache, with: objects) {
            return OpenedImage(known, manifest: manifest, manifestDigest: digest)
        }
        let image = try BaseImage.keep(
            id,
            configuration: blobs.document(manifest.configuration),
            layers: manifest.layers.map(blobs.layer),
            in: cache
        )
        return OpenedImage(image, manifest: manifest, manifestDigest: digest)
    }

    private func tap() throws -> (any FileTap)? { try objects.map(ObjectTap.init) }

    /// `reference` without its tag and digest.
    private static func repository(of reference: String) -> String {
        let name = String(reference.prefix { $0 != "@" })
        return (try? ImageReference(parsing: name).repository) ?? name  // parsed before
    }
}
