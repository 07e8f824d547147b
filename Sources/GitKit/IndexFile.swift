// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// Git's index as the file that it is (https://git-scm.com/docs/index-format), for one question that is asked at each
/// build. libgit2 takes ten times as long to answer it.
struct IndexFile {
    private static let headerSize = 12
    /// The part of an entry before the name.
    private static let entrySize = 62

    private var bytes: [UInt8]
    private let written: timespec

    /// Nothing when there is none, or one of another form than libgit2 writes.
    init?(at path: FilePath) throws(GitError) {
        var status = stat()
        guard let content = try FileStore.bytes(of: path), stat(path.string, &status) == 0,
            content.starts(with: Array("DIRC".utf8) + [0, 0, 0, 2]), content.count > Self.headerSize
        else { return nil }
        bytes = content
        written = status.st_mtim
    }

    /// Whether each of its files lies in `workTree` as it was when the index was written, by kind, size and time of the
    /// last change. Files that it does not name, and submodules, do not count. False also for what cannot be told.
    mutating func isCurrent(in workTree: FilePath) -> Bool {
        let written = written
        return bytes.withUnsafeMutableBytes { raw in
            guard var folders = FolderStack(in: workTree) else { return false }
            var offset = Self.headerSize
            for _ in 0..<raw.number(at: 8) {
                guard let entry = Entry(in: raw, at: offset, Self.entrySize) else { return false }
                if entry.kind != .submodule {
                    guard let status = folders.status(of: entry.name, in: raw), entry.matches(status),
                        entry.isOlder(than: written)
                    else { return false }
                }
                offset = entry.end
            }
            return true
        }
    }
}

/// One file that the index names.
private struct Entry {
    enum Kind: UInt32 {
        case file = 0o10
        case link = 0o12
        case submodule = 0o16
    }

    let kind: Kind
    private let isExecutable: Bool
    private let seconds: UInt32
    private let nanoseconds: UInt32
    private let size: UInt32
    /// Where its name lies; a zero follows.
    let name: Range<Int>
    /// Where the next entry begins.
    let end: Int

    /// Nothing for an entry with flags, which only git's own commands set, and for one that is cut short.
    init?(in raw: UnsafeMutableRawBufferPointer, at offset: Int, _ headerSize: Int) {
        let start = offset + headerSize
        guard start < raw.count else { return nil }
        let flags = Int(raw[start - 2]) << 8 | Int(raw[start - 1])
        let mode = raw.number(at: offset + 24)
        // A length of 0xFFF is that of all longer names too.
        guard flags < 0xFFF, let kind = Kind(rawValue: mode >> 12) else { return nil }
        name = start..<start + flags
        end = offset + (headerSize + flags + 8) & ~7
        guard end <= raw.count, raw[name.upperBound] == 0 else { return nil }
        self.kind = kind
        isExecutable = mode & 0o100 != 0
        seconds = raw.number(at: offset + 8)
        nanoseconds = raw.number(at: offset + 12)
        size = raw.number(at: offset + 36)
    }

    func matches(_ status: stat) -> Bool {
        status.st_mode & S_IFMT == (kind == .link ? S_IFLNK : S_IFREG)
            && (kind == .link || (status.st_mode & S_IXUSR != 0) == isExecutable)
            && UInt32(truncatingIfNeeded: status.st_size) == size
            && UInt32(truncatingIfNeeded: status.st_mtim.tv_sec) == seconds
            && UInt32(truncatingIfNeeded: status.st_mtim.tv_nsec) == nanoseconds
    }

    /// A file as young as the index may have been changed after it was entered, within one tick of the clock.
    func isOlder(than time: timespec) -> Bool {
        (Int(seconds), Int(nanoseconds)) < (time.tv_sec, time.tv_nsec)
    }
}

extension UnsafeMutableRawBufferPointer {
    fileprivate func number(at offset: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
