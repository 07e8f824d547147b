// SPDX-License-Identifier: Apache-2.0

package import Digests
internal import FileTree
package import SystemPackage

/// An OCI layout in a tar (image-spec, image-layout.md), read in one pass: its documents as they stand, its layers indexed.
package struct LayoutArchive: Sendable {
    private static let documentByteLimit: Int64 = 8 << 20
    private static let totalDocumentByteLimit = 64 << 20

    /// The content of `index.json`.
    package let index: [UInt8]
    /// Blobs that are no layers.
    package let documents: [Digest: [UInt8]]
    package let layers: [Digest: BlobLayer]

    /// Reads an archive, perhaps compressed, from where `descriptor` stands to its end, without seeking.
    ///
    /// - Throws: ``ArchiveError`` when it is damaged, is no layout, or a blob is not what its name says.
    package static func read(
        _ descriptor: FileDescriptor,
        tap: (any FileTap)? = nil,
        limits: ArchiveLimits = ArchiveLimits(),
        check: @escaping () throws -> Void = {}
    ) throws -> LayoutArchive {
        let blocks = DescriptorBlocks(descriptor, check: check)
        let expanded = try ExpandedBlocks(PeekedBlocks(blocks.next), limits: limits)
        let reader = try ArchiveReader(.tar, expanded.next)
        var members = Members(tap: tap, limits: limits)
        while let member = try reader.nextMember() {
            try check()
            try members.add(member, from: reader, check: check)
        }
        guard members.hasMarker else { throw ArchiveError.memberMissing("oci-layout") }
        guard let index = members.index else { throw ArchiveError.memberMissing("index.json") }
        return LayoutArchive(index: index, documents: members.documents, layers: members.layers)
    }

    private struct Members {
        private let tap: (any FileTap)?
        private let limits: ArchiveLimits
        private var budget: ArchiveBudget
        private var seen: Set<TreePath> = []
        var hasMarker = false
        var index: [UInt8]?
        var documents: [Digest: [UInt8]] = [:]
        var layers: [Digest: BlobLayer] = [:]
        private var documentByteCount = 0

        init(tap: (any FileTap)?, limits: ArchiveLimits) {
            self.tap = tap
            self.limits = limits
            budget = ArchiveBudget(limits)
        }

        mutating func add(_ member: ArchiveMember, from reader: ArchiveReader, check: () throws -> Void) throws {
            try budget.spend(member)
            let path = try TreePath(member: member.name)
            guard member.kind == .file, member.hardLinkTarget == nil else { return }
            guard seen.insert(path).inserted else { throw ArchiveError.memberTwice(member.name) }
            let blocks = try PeekedBlocks(reader.nextBytes)
            switch path.string {
            case "oci-layout": hasMarker = true
            case "index.json": index = try bytes(of: member, blocks)
            default:
                let components = path.components
                guard components.count == 3, components[0] == "blobs", components[1] == "sha256" else { return }
                try addBlob(Self.digest(path.name), member, blocks, check)
            }
        }

        private mutating func addBlob(
            _ digest: Digest,
            _ member: ArchiveMember,
            _ blocks: PeekedBlocks,
            _ check: () throws -> Void
        ) throws {
            if StreamKind(blocks.start) != .other {
                let layer = try BlobLayer.read(blocks, tap: tap, limits: limits, check: check)
                guard layer.digest == digest else {
                    throw ArchiveError.blobMismatch(expected: digest, found: layer.digest)
                }
                layers[digest] = layer
            } else if member.byteCount < LayoutArchive.documentByteLimit {
                let document = try bytes(of: member, blocks)
                guard Digest.of(document) == digest else {
                    throw ArchiveError.blobMismatch(expected: digest, found: .of(document))
                }
                documents[digest] = document
            }
        }

        private mutating func bytes(of member: ArchiveMember, _ blocks: PeekedBlocks) throws -> [UInt8] {
            documentByteCount += Int(clamping: member.byteCount)
            guard documentByteCount <= LayoutArchive.totalDocumentByteLimit else {
                throw ArchiveError.tooManyBytes(LayoutArchive.totalDocumentByteLimit)
            }
            var bytes: [UInt8] = []
            while case let block = try blocks.next(), !block.isEmpty { bytes.append(contentsOf: block) }
            return bytes
        }

        private static func digest(_ name: String) throws(ArchiveError) -> Digest {
            do {
                return try Digest(hex: name)
            } catch {
                throw .malformedJSON(member: "blobs/sha256/\(name)", reason: error.description)
            }
        }
    }
}
