// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree

/// Collects the members of one layer.
struct LayerIndexer {
    private static let whiteoutPrefix = ".wh."
    private static let opaqueMarker = ".wh..wh..opq"

    private var entries: [TreePath: FileEntry] = [:]
    private var whiteouts: [TreePath] = []
    private var opaqueDirectories: [TreePath] = []
    private var budget: ArchiveBudget

    init(limits: ArchiveLimits) {
        budget = ArchiveBudget(limits)
    }

    /// What the members seen so far add and remove.
    var contents: LayerContents {
        LayerContents(entries: Array(entries.values), whiteouts: whiteouts, opaqueDirectories: opaqueDirectories)
    }

    /// Adds `member`, whose bytes `reader` is about to give.
    mutating func add(
        _ member: ArchiveMember,
        from reader: ArchiveReader,
        tap: (any FileTap)?,
        check: () throws -> Void
    ) throws {
        try budget.spend(member)
        let path = try TreePath(member: member.name)
        guard path != .root else { return }
        if try addWhiteout(path) { return }
        let kind: FileEntry.Kind
        if let target = member.hardLinkTarget {
            let original = try TreePath(member: target)
            guard let linked = entries[original] else {
                throw ArchiveError.hardLinkTargetMissing(link: path, target: target)
            }
            kind = linked.kind
        } else {
            var contents = MemberContents(at: path, tap: tap)
            kind = try contents.read(member, from: reader, budget: &budget, check: check)
        }
        entries[path] = FileEntry(
            path: path,
            kind: kind,
            mode: member.mode,
            owner: member.owner,
            group: member.group,
            attributes: member.attributes
        )
    }

    /// Whether `path` was a whiteout. Other names that start with `.wh..wh.` are notes of the aufs driver.
    private mutating func addWhiteout(_ path: TreePath) throws -> Bool {
        let name = path.name
        guard name.hasPrefix(Self.whiteoutPrefix), let directory = path.parent else { return false }
        if name == Self.opaqueMarker {
            opaqueDirectories.append(directory)
        } else if !name.hasPrefix(".wh..wh.") {
            do throws(TreePathError) {
                whiteouts.append(try directory.appending(String(name.dropFirst(Self.whiteoutPrefix.count))))
            } catch {
                throw ArchiveError.unusableName(error)
            }
        }
        return true
    }
}
