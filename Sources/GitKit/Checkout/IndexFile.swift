// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import Glibc
internal import SystemPackage

/// Git's index as the file that it is (https://git-scm.com/docs/index-format), for the questions that are asked at each
/// build. libgit2 takes ten times as long to answer them.
struct IndexFile: Sendable {
    private static let headerSize = 12

    private let bytes: [UInt8]
    private let written: timespec
    /// Where each entry begins.
    private let offsets: [Int]

    /// How many files it names.
    var count: Int { offsets.count }

    /// Nothing when there is none, or one of another form than libgit2 writes.
    init?(at path: FilePath) throws(GitError) {
        var status = stat()
        guard let content = try FileStore.bytes(of: path), stat(path.string, &status) == 0,
            content.starts(with: Array("DIRC".utf8) + [0, 0, 0, 2]), content.count > Self.headerSize,
            let offsets = content.withUnsafeBytes({ Self.entries(in: $0) })
        else { return nil }
        bytes = content
        written = status.st_mtim
        self.offsets = offsets
    }

    private static func entries(in raw: UnsafeRawBufferPointer) -> [Int]? {
        var offsets: [Int] = []
        var offset = headerSize
        for _ in 0..<raw.number(at: 8) {
            guard let entry = Entry(in: raw, at: offset) else { return nil }
            offsets.append(offset)
            offset = entry.end
        }
        return offsets
    }

    /// Those of the entries in `range` whose file does not lie in `workTree` as it was when the index was written, by kind,
    /// size and time of the last change; also those of which that cannot be told. Submodules are none of them.
    func changed(_ range: Range<Int>, in workTree: FilePath) -> [Int] {
        guard var folders = FolderStack(in: workTree) else { return Array(range) }
        return bytes.withUnsafeBytes { raw in
            var changed: [Int] = []
            for position in range {
                guard let entry = Entry(in: raw, at: offsets[position]), entry.kind != .submodule else { continue }
                let name = UnsafeRawBufferPointer(rebasing: raw[entry.name])
                guard let status = folders.place(of: name)?.status, entry.matches(status),
                    entry.isOlder(than: written)
                else {
                    changed.append(position)
                    continue
                }
            }
            return changed
        }
    }
}

extension IndexFile {
    /// The submodules that it names, and the commits of them.
    func gitlinks() -> [Mirror.Gitlink] {
        bytes.withUnsafeBytes { raw in
            offsets.compactMap { offset in
                guard let entry = Entry(in: raw, at: offset), entry.kind == .submodule else { return nil }
                var id = git_oid()
                withUnsafeMutableBytes(of: &id) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[entry.id])) }
                return (String(decoding: raw[entry.name], as: UTF8.self), CommitID(id))
            }
        }
    }
}

/// One file that the index names.
private struct Entry {
    /// The part of an entry before the name.
    private static let headerSize = 62

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
    /// Where the name of its content lies.
    let id: Range<Int>
    /// Where its name lies; a zero follows.
    let name: Range<Int>
    /// Where the next entry begins.
    let end: Int

    /// Nothing for an entry with flags, which only git's own commands set, and for one that is cut short.
    init?(in raw: UnsafeRawBufferPointer, at offset: Int) {
        let start = offset + Self.headerSize
        guard start < raw.count else { return nil }
        let flags = Int(raw[start - 2]) << 8 | Int(raw[start - 1])
        let mode = raw.number(at: offset + 24)
        // A length of 0xFFF is that of all longer names too.
        guard flags < 0xFFF, let kind = Kind(rawValue: mode >> 12) else { return nil }
        id = offset + 40..<offset + 60
        name = start..<start + flags
        end = offset + (Self.headerSize + flags + 8) & ~7
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

extension UnsafeRawBufferPointer {
    fileprivate func number(at offset: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
