// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import FileTree
internal import Glibc
internal import SystemPackage

/// Writes files out of an archive that is being read, each with the mode and time that were said of it before. A file has
/// its time only when it is whole: until then it is not taken for the one that was wanted.
final class FileReceiver: FileTap {
    private var wanted: [TreePath: FarEntry]
    private let root: FilePath
    private var open: (entry: FarEntry, file: FileDescriptor, path: FilePath)?

    init(_ entries: [FarEntry], root: FilePath) {
        wanted = Dictionary(entries.map { ($0.path, $0) }) { first, _ in first }
        self.root = root
    }

    deinit {
        try? open?.file.close()  // it is not whole
    }

    /// The paths of files that have not come.
    var lacking: [TreePath] { wanted.keys.sorted() }

    func begin(_ path: TreePath, start: UnsafeRawBufferPointer) throws -> Bool {
        guard let entry = wanted[path] else { return false }
        let place = path.onDisk(under: root)
        open = (entry, try Self.create(place), place)
        return true
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws {
        _ = try open?.file.writeAll(bytes)
    }

    func finish(_ digest: Digest) throws {
        guard let (entry, file, path) = open else { return }
        open = nil
        try Self.finish(file, as: entry, at: path)
        wanted[entry.path] = nil
    }

    static func create(_ path: FilePath) throws -> FileDescriptor {
        try .open(
            path,
            .writeOnly,
            options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
            permissions: .ownerReadWrite
        )
    }

    static func finish(_ file: FileDescriptor, as entry: FarEntry, at path: FilePath) throws {
        try file.closeAfter {
            let (seconds, rest) = entry.modified.quotientAndRemainder(dividingBy: 1_000_000_000)
            let time = timespec(tv_sec: Int(seconds), tv_nsec: Int(rest))
            guard fchmod(file.rawValue, mode_t(entry.mode)) == 0, futimens(file.rawValue, [time, time]) == 0 else {
                throw Errno(rawValue: errno)
            }
        }
    }
}
