// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// What files take up on disk (du(1)): a file of several names once, holes not at all.
enum DiskUsage {
    struct File: Sendable, Equatable {
        let path: FilePath
        let byteCount: Int64
        /// When it was written, or noted as used, in nanoseconds since 1970.
        let used: Int64
    }

    /// Every regular file at or below `root`, in no certain order; none when there is nothing. What cannot be looked into,
    /// or goes meanwhile, counts as nothing.
    static func files(at root: FilePath) -> [File] {
        var files: [File] = []
        var seen: Set<Inode> = []
        walk(root) { path, status in
            if status.st_nlink > 1, !seen.insert(Inode(device: status.st_dev, number: status.st_ino)).inserted {
                return
            }
            let used = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
            files.append(File(path: path, byteCount: Int64(status.st_blocks) * 512, used: used))
        }
        return files
    }

    static func byteCount(of root: FilePath) -> Int64 {
        files(at: root).reduce(0) { $0 + $1.byteCount }
    }

    private struct Inode: Hashable {
        let device: UInt64
        let number: UInt64

        init(device: dev_t, number: ino_t) {
            self.device = UInt64(device)
            self.number = UInt64(number)
        }
    }

    private static func walk(_ root: FilePath, _ visit: (FilePath, stat) -> Void) {
        var status = stat()
        guard lstat(root.string, &status) == 0 else { return }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFREG { visit(root, status) }
        guard kind == S_IFDIR, let folder = opendir(root.string) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { walk(root.appending(name), visit) }
        }
    }
}
