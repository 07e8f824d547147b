// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// A scan in progress.
struct Scan {
    private let known: ScanIndex
    private let trustsTimes: Bool
    private let start: Int64
    private var hasher = FileHasher()
    private var entries: [FileEntry] = []
    private var index = ScanIndex()
    /// Paths of regular files with more than one name, here or elsewhere.
    private var linked: [FileStamp: [TreePath]] = [:]

    init(known: ScanIndex, trustsTimes: Bool) {
        self.known = known
        self.trustsTimes = trustsTimes
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        start = FileStamp.nanoseconds(now)
    }

    /// Adds what lies at `place`, and says whether that is a directory.
    mutating func add(_ path: TreePath, at place: FilePath, check: () throws -> Void) throws -> Bool {
        var status = stat()
        guard place.withPlatformString({ lstat($0, &status) }) == 0 else {
            throw ScanError.unreadable(place, Errno(rawValue: errno))
        }
        let kind: FileEntry.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFDIR: .directory
            case S_IFREG: try file(path, at: place, status, check: check)
            case S_IFLNK: try .symlink(target: target(of: place))
            default: .special
            }
        entries.append(
            FileEntry(
                path: path,
                kind: kind,
                mode: UInt16(truncatingIfNeeded: status.st_mode & 0o7777),
                owner: status.st_uid,
                group: status.st_gid,
                attributes: try ExtendedAttributes.read(place)
            )
        )
        return kind == .directory
    }

    consuming func finish() -> ScannedTree {
        var shared: [TreePath: UInt64] = [:]
        for (stamp, paths) in linked where paths.count > 1 {
            for path in paths { shared[path] = stamp.inode }
        }
        return ScannedTree(entries: entries.sorted { $0.path < $1.path }, sharedInodes: shared, index: index)
    }

    private mutating func file(
        _ path: TreePath,
        at place: FilePath,
        _ status: stat,
        check: () throws -> Void
    ) throws -> FileEntry.Kind {
        let stamp = FileStamp(status, withChangeTime: !trustsTimes)
        if status.st_nlink > 1 { linked[stamp, default: []].append(path) }
        let kind = try known.kind(of: path, stamp) ?? hasher.hash(place, check: check)
        index.add(path, stamp, kind, scannedAt: start)
        return kind
    }

    private func target(of link: FilePath) throws(ScanError) -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = link.withPlatformString { readlink($0, &bytes, 4096) }
        guard count >= 0 else { throw .unreadable(link, Errno(rawValue: errno)) }
        guard let target = String(validating: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) else {
            throw .unusableName(link)
        }
        return target
    }
}
