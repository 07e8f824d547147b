// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// When a file of the cache was used last: its modification time, for its content never changes, and a file system may be
/// told to keep no access times.
enum UseTime {
    /// Says that the file is used now. It may be gone, or not ours: then it is as old as it was.
    static func note(_ path: FilePath) {
        _ = utimensat(AT_FDCWD, path.string, nil, 0)
    }
}
