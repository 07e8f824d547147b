// SPDX-License-Identifier: Apache-2.0

package import Digests
package import FileTree
package import SystemPackage

/// What `docker save` and `podman save` write: one image with its layers, read in one pass.
///
/// Both layouts are known: layers as `<id>/layer.tar` or `<digest>.tar`, perhaps linked to one another, and blobs
/// under `blobs/sha256` (Docker 25 and later); `manifest.json` names the members in either.
package struct ImageArchive: Sendable {
    /// The bytes of the image configuration, as they stand in the archive.
    package let configuration: [UInt8]
    /// The digest of `configuration`, which engines show as the image's ID.
    package let configurationDigest: Digest
    /// The layers, the lowest first; each has the digest that the configuration gives for it.
    package let layers: [IndexedLayer]
    /// All layers on top of one another.
    package let tree: FileTree

    /// Reads an archive, perhaps compressed, from where `descriptor` stands to its end, without seeking.
    ///
    /// - Parameters:
    ///   - descriptor: a file, pipe or socket, which stays open.
    ///   - name: which of several images; nil for an archive of one.
    ///   - tap: is given the bytes of files of the layers, also of layers that turn out not to be the image's.
    ///   - limits: what the archive, and each layer in it, may cost.
    ///   - check: called before every block; what it throws ends the reading.
    /// - Returns: the image, its layers checked against the configuration.
    /// - Throws: ``ArchiveError`` when the archive is damaged, does not hold exactly one image, or a layer is not the
    ///   one that the configuration names.
    package static func read(
        _ descriptor: FileDescriptor,
        name: String? = nil,
        tap: (any FileTap)? = nil,
        limits: ArchiveLimits = ArchiveLimits(),
        check: @escaping () throws -> Void = {}
    ) throws -> ImageArchive {
        let blocks = DescriptorBlocks(descriptor, check: check)
        let expanded = try ExpandedBlocks(PeekedBlocks(blocks.next), limits: limits)
        let reader = try ArchiveReader(.tar, expanded.next)
        var members = ImageMembers(limits: limits)
        while let member = try reader.nextMember() {
            try members.add(member, from: reader, tap: tap, check: check)
        }
        // The writing program must not find its pipe closed.
        while try !blocks.next().isEmpty {}
        return try ImageArchive(members, name: name)
    }

    private init(_ members: ImageMembers, name: String?) throws {
        let manifest = try DockerManifest(members.json("manifest.json"), name: name)
        configuration = try members.json(manifest.configuration)
        configurationDigest = Digest.of(configuration)
        let diffIDs = try LayerDigests(configuration, member: manifest.configuration).diffIDs
        guard diffIDs.count == manifest.layers.count else {
            throw ArchiveError.layerCountMismatch(manifest: manifest.layers.count, configuration: diffIDs.count)
        }
        layers = try manifest.layers.map { try members.layer($0) }
        for (index, (layer, expected)) in zip(layers, diffIDs).enumerated() where layer.diffID != expected {
            throw ArchiveError.diffIDMismatch(layer: index, expected: expected, found: layer.diffID)
        }
        tree = layers.reduce(FileTree()) { $0.applying($1.contents) }
    }
}
