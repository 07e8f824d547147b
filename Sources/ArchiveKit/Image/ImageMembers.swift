// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// The members of an image archive: layers as they were indexed, JSON as it stands, and links between members.
struct ImageMembers {
    private static let jsonByteLimit: Int64 = 8 << 20
    private static let totalJSONByteLimit = 64 << 20

    private let limits: ArchiveLimits
    private var budget: ArchiveBudget
    private var seen: Set<TreePath> = []

    private var layers: [TreePath: IndexedLayer] = [:]
    private var documents: [TreePath: [UInt8]] = [:]
    private var documentByteCount = 0
    private var oversized: [TreePath: Int64] = [:]
    private var links: [FileEntry] = []

    init(limits: ArchiveLimits) {
        self.limits = limits
        budget = ArchiveBudget(limits)
    }

    /// Adds `member`, whose bytes `reader` is about to give; what is neither a layer nor JSON is passed over.
    mutating func add(
        _ member: ArchiveMember,
        from reader: ArchiveReader,
        tap: (any FileTap)?,
        check: () throws -> Void
    ) throws {
        try budget.spend(member)
        let path = try TreePath(member: member.name)
        guard path != .root, member.kind != .directory else { return }
        guard seen.insert(path).inserted else { throw ArchiveError.memberTwice(member.name) }
        if let target = member.hardLinkTarget {
            links.append(FileEntry(path: path, kind: .symlink(target: "/" + target), mode: 0o777))
        } else if member.kind == .symlink {
            links.append(FileEntry(path: path, kind: .symlink(target: member.linkTarget), mode: 0o777))
        } else if member.kind == .file {
            let blocks = try PeekedBlocks(reader.nextBytes)
            if path.name.hasSuffix(".tar") || StreamKind(blocks.start) != .other {
                layers[path] = try LayerReader.index(blocks, tap: tap, limits: limits, check: check)
            } else if member.byteCount < Self.jsonByteLimit {
                documents[path] = try bytes(blocks)
            } else {
                oversized[path] = member.byteCount
            }
        }
    }

    /// The JSON document `name`, links followed.
    func json(_ name: String) throws(ArchiveError) -> [UInt8] {
        guard let path = try resolved(name) else { throw .memberMissing(name) }
        if let byteCount = oversized[path] { throw .documentTooLong(member: name, byteCount: byteCount) }
        guard let document = documents[path] else { throw .memberMissing(name) }
        return document
    }

    /// The layer `name`, links followed.
    func layer(_ name: String) throws(ArchiveError) -> IndexedLayer {
        guard let path = try resolved(name), let layer = layers[path] else { throw .memberMissing(name) }
        return layer
    }

    private func resolved(_ name: String) throws(ArchiveError) -> TreePath? {
        FileTree(links).resolve(try TreePath(member: name))
    }

    private mutating func bytes(_ blocks: PeekedBlocks) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while case let block = try blocks.next(), !block.isEmpty {
            documentByteCount += block.count
            guard documentByteCount <= Self.totalJSONByteLimit else {
                throw ArchiveError.tooManyBytes(Self.totalJSONByteLimit)
            }
            bytes.append(contentsOf: block)
        }
        return bytes
    }
}
