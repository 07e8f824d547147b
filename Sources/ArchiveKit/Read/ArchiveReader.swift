// SPDX-License-Identifier: Apache-2.0

internal import CArchive
internal import Glibc

/// libarchive over a stream of blocks: members in order, no seeking, nothing written.
final class ArchiveReader {
    /// What the bytes are taken for.
    enum Format {
        /// A tar of any dialect, not compressed.
        case tar
        /// One nameless member, compressed by gzip or zstd.
        case compressed
    }

    private let handle: OpaquePointer
    private let feed: Feed
    private var lastName: String?

    /// A reader of `blocks`.
    ///
    /// - Throws: ``ArchiveError/unreadable(member:reason:)`` when the bytes are not of this format.
    init(_ format: Format, _ blocks: @escaping ByteBlocks) throws {
        guard let handle = archive_read_new() else { throw ArchiveError.unreadable(member: nil, reason: "no memory") }
        self.handle = handle
        feed = Feed(blocks)
        switch format {
        case .tar:
            try check(archive_read_support_format_tar(handle))
        case .compressed:
            try check(archive_read_support_filter_gzip(handle))
            try check(archive_read_support_filter_zstd(handle))
            try check(archive_read_support_format_raw(handle))
        }
        let payload = Unmanaged.passUnretained(feed).toOpaque()
        try check(archive_read_open(handle, payload, nil, { Feed.read($1, $2) }, nil))
    }

    deinit { archive_read_free(handle) }

    /// The next member; `nil` after the last.
    func nextMember() throws -> ArchiveMember? {
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle, &entry)
        guard try !isEnd(status) else { return nil }
        guard let entry else { throw ArchiveError.unreadable(member: lastName, reason: "a member without a header") }
        let member = try ArchiveMember(entry)
        lastName = member.name
        return member
    }

    /// The next bytes of the present member and their place in it, valid until the next call; `nil` after the last.
    ///
    /// A gap before `offset` is a hole, to be read as zeros.
    func nextBlock() throws -> (offset: Int64, bytes: UnsafeRawBufferPointer)? {
        while true {
            var start: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(handle, &start, &count, &offset)
            guard try !isEnd(status) else { return nil }
            guard count > 0 else { continue }
            return (offset, UnsafeRawBufferPointer(start: start, count: count))
        }
    }

    /// The bytes of the present member, for a member that has no holes.
    func nextBytes() throws -> UnsafeRawBufferPointer {
        try nextBlock()?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
    }

    private func isEnd(_ status: Int32) throws -> Bool {
        try check(status)
        return status == ARCHIVE_EOF
    }

    private func check(_ status: Int32) throws {
        if let failure = feed.failure { throw failure }
        if status == ARCHIVE_OK || status == ARCHIVE_EOF { return }
        // A name that the C locale cannot show is kept as bytes. Any other warning is of something that was left out, and
        // what asks for another try (a wrong checksum) was left out whole.
        if status == ARCHIVE_WARN, archive_errno(handle) == EILSEQ { return }
        let reason = archive_error_string(handle).map { String(cString: $0) } ?? "status \(status)"
        throw ArchiveError.unreadable(member: lastName, reason: reason)
    }
}

/// Where libarchive reads from. What `blocks` throws is kept, for no error passes through C.
private final class Feed {
    private let blocks: ByteBlocks
    private(set) var failure: (any Error)?

    init(_ blocks: @escaping ByteBlocks) {
        self.blocks = blocks
    }

    /// The read callback of libarchive: the length of the next block, 0 at the end, -1 on failure.
    static func read(_ payload: UnsafeMutableRawPointer?, _ start: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        guard let payload, let start else { return -1 }
        let feed = Unmanaged<Feed>.fromOpaque(payload).takeUnretainedValue()
        do {
            let block = try feed.blocks()
            start.pointee = block.baseAddress
            return block.count
        } catch {
            feed.failure = error
            return -1
        }
    }
}
