// SPDX-License-Identifier: Apache-2.0

internal import CArchive

extension ArchiveMember {
    // The type bits of a mode, as archive_entry.h names them (AE_IFREG and so on, casts that Swift does not see).
    private static let regular: UInt32 = 0o100000
    private static let directory: UInt32 = 0o040000
    private static let link: UInt32 = 0o120000

    /// The header that libarchive holds in `entry`.
    init(_ entry: OpaquePointer) throws(ArchiveError) {
        name = try Self.text(archive_entry_pathname(entry)) ?? ""
        hardLinkTarget = try Self.text(archive_entry_hardlink(entry))
        linkTarget = try Self.text(archive_entry_symlink(entry)) ?? ""
        kind =
            switch UInt32(archive_entry_filetype(entry)) {
            case Self.regular: .file
            case Self.directory: .directory
            case Self.link: .symlink
            default: .special
            }
        mode = UInt16(truncatingIfNeeded: archive_entry_perm(entry) & 0o7777)
        owner = UInt32(clamping: archive_entry_uid(entry))
        group = UInt32(clamping: archive_entry_gid(entry))
        byteCount = archive_entry_size(entry)
        attributes = Self.attributes(entry)
    }

    private static func attributes(_ entry: OpaquePointer) -> [String: [UInt8]] {
        var attributes: [String: [UInt8]] = [:]
        archive_entry_xattr_reset(entry)
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var count = 0
        while archive_entry_xattr_next(entry, &name, &value, &count) == ARCHIVE_OK {
            guard let name else { continue }
            attributes[String(cString: name)] = Array(UnsafeRawBufferPointer(start: value, count: count))
        }
        return attributes
    }

    private static func text(_ bytes: UnsafePointer<CChar>?) throws(ArchiveError) -> String? {
        guard let bytes else { return nil }
        guard let text = String(validatingCString: bytes) else { throw .nameNotUTF8(String(cString: bytes)) }
        return text
    }
}
