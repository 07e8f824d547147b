// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// What stands before a member's bytes: a ustar block, with a pax extended header before it when ustar cannot say it.
struct TarHeader {
    /// The ustar type flag.
    enum MemberType: UInt8 {
        case file = 0x30
        case hardLink = 0x31
        case symlink = 0x32
        case directory = 0x35
        case extendedHeader = 0x78
    }

    static let blockByteCount = 512
    // What eleven octal digits hold: 8 GiB less one byte, or the year 2242.
    private static let largestNumber: Int64 = 0o777_7777_7777
    // What seven octal digits hold.
    private static let largestID: UInt32 = 0o777_7777

    let path: TreePath
    let type: MemberType
    let mode: UInt16
    let modified: Int64
    var linkTarget = ""
    var size: Int64 = 0
    var owner: UInt32 = 0
    var group: UInt32 = 0
    var attributes: [String: [UInt8]] = [:]

    /// The blocks as bytes.
    func encoded() throws(ArchiveError) -> [UInt8] {
        for number in [modified, size] where number < 0 { throw .numberOutOfRange(path: path, number: number) }
        guard modified <= Self.largestNumber else { throw .numberOutOfRange(path: path, number: modified) }
        var records: [UInt8] = []
        let name = Array(memberName.utf8)
        let split = UstarName(name)
        if split == nil { records += PaxRecord.encode("path", name) }
        let link = Array(linkTarget.utf8)
        let linkFits = link.count <= 100 && UstarName.isPortable(link)
        if !linkFits { records += PaxRecord.encode("linkpath", link) }
        if owner > Self.largestID { records += PaxRecord.encode("uid", Array(String(owner).utf8)) }
        if group > Self.largestID { records += PaxRecord.encode("gid", Array(String(group).utf8)) }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            // The key of star, which GNU tar, libarchive, docker and podman write and read.
            records += PaxRecord.encode("SCHILY.xattr.\(name)", value)
        }
        if size > Self.largestNumber { records += PaxRecord.encode("size", Array(String(size).utf8)) }

        let block = UstarBlock(
            name: split ?? UstarName(shortening: name),
            type: type,
            mode: mode,
            size: size > Self.largestNumber ? 0 : size,
            modified: modified,
            owner: owner > Self.largestID ? 0 : owner,
            group: group > Self.largestID ? 0 : group,
            link: linkFits ? link : UstarName.shortened(link)
        )
        return records.isEmpty ? block.bytes : extendedHeader(records) + block.bytes
    }

    // A slash after the name of a directory, as every tar writes it; the root is "./".
    private var memberName: String {
        guard type == .directory else { return path.string }
        return path == .root ? "./" : path.string + "/"
    }

    private func extendedHeader(_ records: [UInt8]) -> [UInt8] {
        let block = UstarBlock(
            name: UstarName(shortening: Array("PaxHeaders/\(path.name)".utf8)),
            type: .extendedHeader,
            mode: 0o644,
            size: Int64(records.count),
            modified: modified,
            link: []
        )
        let rest = records.count % Self.blockByteCount
        let padding = rest == 0 ? 0 : Self.blockByteCount - rest
        return block.bytes + records + [UInt8](repeating: 0, count: padding)
    }
}

extension TarHeader {
    /// The header of a member that stands for `entry`.
    init(_ entry: FileEntry, _ type: MemberType, modified: Int64) {
        self.init(path: entry.path, type: type, mode: entry.mode, modified: modified)
        owner = entry.owner
        group = entry.group
        attributes = entry.attributes
    }
}
