// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import FoundationEssentials
internal import OCIKit
package import SystemPackage

/// Puts a packed image into a registry. What the registry has is not sent, and after a push that broke off only what it
/// has not got yet.
package struct RegistryPublisher: Sendable {
    private let store: ContentStore
    private let packer: ImagePacker
    private let skopeo: Skopeo
    private let scratch: FilePath

    package init(store: ContentStore, packer: ImagePacker, skopeo: Skopeo, scratch: FilePath) {
        self.store = store
        self.packer = packer
        self.skopeo = skopeo
        self.scratch = scratch
    }

    /// Pushes `image` as `tag` of `repository`, unless it is there; `onUpload` is called after each blob that was sent.
    ///
    /// It throws ``ImageFailure/otherDigest(reference:expected:found:)`` when the registry does not give back what it was
    /// given.
    package func publish(
        _ image: PackedImage,
        to repository: String,
        tag: String,
        onUpload: @escaping @Sendable () -> Void = {}
    ) async throws -> Publication {
        let reference = "\(repository):\(tag)"
        let log = TransferLog()
        let isThere = try await digest(ofExisting: reference) == image.manifest.digest
        if !isThere { try await send(image, to: reference, log, onUpload) }
        let found = isThere ? image.manifest.digest : try await digest(of: reference)
        guard found == image.manifest.digest else {
            throw ImageFailure.otherDigest(reference: reference, expected: image.manifest.digest, found: found)
        }
        let manifest = Publication.Blob(
            name: "manifest",
            digest: found,
            size: image.manifest.size,
            fate: isThere ? .present : .sent
        )
        return Publication(
            repository: repository,
            tag: tag,
            digest: found,
            blobs: [manifest] + image.distinctBlobs.map { Publication.Blob($0, log) }
        )
    }

    /// Sends `image` as far as the store holds it: of a base that the registry has nothing is read. When it asks for more,
    /// the rest is fetched first.
    private func send(
        _ image: PackedImage,
        to reference: String,
        _ log: TransferLog,
        _ onUpload: @escaping @Sendable () -> Void
    ) async throws {
        let layout = scratch.appending("push-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(atPath: layout.string) }  // scratch
        try image.writeLayout("image", to: layout)
        func push() async throws {
            try await skopeo.push(
                layout: layout,
                name: "image",
                blobs: store.folder,
                to: reference,
                log: log,
                onUpload: onUpload
            )
        }
        do {
            try await push()
        } catch EngineError.registry(.blobMissing, _, _, _) {
            try await packer.complete(image)
            try await push()
        }
    }

    /// What `reference` names so far; nil when it names nothing, or when only the push itself will tell whether we may ask.
    private func digest(ofExisting reference: String) async throws -> Digest? {
        do {
            return try await digest(of: reference)
        } catch EngineError.registry(.unknownName, _, _, _), EngineError.registry(.unauthorized, _, _, _),
            EngineError.registry(.denied, _, _, _), EngineError.registry(.other, _, _, _)
        {
            return nil
        }
    }

    private func digest(of reference: String) async throws -> Digest {
        Digest.of(try await skopeo.manifest(of: reference, scratch: scratch))
    }
}

extension Publication.Blob {
    fileprivate init(_ blob: PackedImage.Blob, _ log: TransferLog) {
        let digest = blob.descriptor.digest
        let fate: Publication.Fate =
            log.uploaded.contains(digest) ? .sent : log.mounted.contains(digest) ? .mounted : .present
        self.init(name: blob.name, digest: digest, size: blob.descriptor.size, fate: fate)
    }
}
