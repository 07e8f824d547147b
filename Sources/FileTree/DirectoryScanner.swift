// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// Reads a tree from disk.
package enum DirectoryScanner {
    /// Every name below the directory `root`, sorted, without `root` itself; regular files are hashed.
    ///
    /// No symbolic link below `root` is followed. The path on disk of an entry is ``TreePath/onDisk(under:)``.
    ///
    /// - Parameters:
    ///   - root: the directory on disk.
    ///   - check: called before every entry and every block of a file; what it throws ends the scan.
    ///   - found: called with every entry as it is found, and its path on disk.
    /// - Returns: the entries in the order of ``TreePath``.
    /// - Throws: ``ScanError`` naming what could not be read.
    package static func scan(
        _ root: FilePath,
        check: () throws -> Void = {},
        found: (FileEntry, FilePath) throws -> Void = { _, _ in }
    ) throws -> [FileEntry] {
        var hasher = FileHasher()
        var entries: [FileEntry] = []
        var pending: [(TreePath, FilePath)] = [(.root, root)]
        while let (directory, place) = pending.popLast() {
            for name in try names(in: place) {
                try check()
                let path = place.appending(name)
                guard let text = String(validating: name), let inside = try? directory.appending(text) else {
                    throw ScanError.unusableName(path)
                }
                let entry = try entry(inside, at: path, &hasher, check: check)
                if entry.kind == .directory { pending.append((inside, path)) }
                try found(entry, path)
                entries.append(entry)
            }
        }
        return entries.sorted { $0.path < $1.path }
    }

    private static func names(in directory: FilePath) throws(ScanError) -> [FilePath.Component] {
        guard let stream = directory.withPlatformString({ opendir($0) }) else { throw unreadable(directory) }
        defer { closedir(stream) }
        var names: [FilePath.Component] = []
        while true {
            errno = 0
            guard let item = readdir(stream) else { break }
            let name = withUnsafePointer(to: &item.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CInterop.PlatformChar.self, capacity: 256) {
                    FilePath.Component(platformString: $0)
                }
            }
            guard let name, name.kind == .regular else { continue }
            names.append(name)
        }
        guard errno == 0 else { throw unreadable(directory) }
        return names
    }

    private static func entry(
        _ path: TreePath,
        at place: FilePath,
        _ hasher: inout FileHasher,
        check: () throws -> Void
    ) throws -> FileEntry {
        var status = stat()
        guard place.withPlatformString({ lstat($0, &status) }) == 0 else { throw unreadable(place) }
        let kind: FileEntry.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFDIR: .directory
            case S_IFREG: try hasher.hash(place, check: check)
            case S_IFLNK: try .symlink(target: target(of: place))
            default: .special
            }
        let mode = UInt16(truncatingIfNeeded: status.st_mode & 0o7777)
        return FileEntry(path: path, kind: kind, mode: mode, owner: status.st_uid, group: status.st_gid)
    }

    private static func target(of link: FilePath) throws(ScanError) -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = link.withPlatformString { readlink($0, &bytes, 4096) }
        guard count >= 0 else { throw unreadable(link) }
        guard let target = String(validating: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) else {
            throw .unusableName(link)
        }
        return target
    }

    private static func unreadable(_ path: FilePath) -> ScanError {
        .unreadable(path, Errno(rawValue: errno))
    }
}
