// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What stat(2) says of a file: while it says the same, the content is the same. Times in nanoseconds since 1970.
struct FileStamp: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let modified: Int64
    let changed: Int64

    init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// A stamp that leaves the change time out tells nothing of whoever sets a file's times back; it does not mind those who
    /// set a mode that the file has.
    init(_ status: stat, withChangeTime: Bool = true) {
        self.init(
            device: UInt64(status.st_dev),
            inode: UInt64(status.st_ino),
            size: Int64(status.st_size),
            modified: Self.nanoseconds(status.st_mtim),
            changed: withChangeTime ? Self.nanoseconds(status.st_ctim) : 0
        )
    }

    static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
