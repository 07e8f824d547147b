// SPDX-License-Identifier: Apache-2.0

internal import CXattr
internal import Glibc
package import SystemPackage

/// Puts a finished folder where another one may be.
package enum FolderSwap {
    /// Moves `new` to `place` on the same file system. What was there is at `new` afterwards; there is no moment at which
    /// nothing is at `place`, but on file systems that cannot exchange names.
    ///
    /// - Throws: `Errno`; both folders are then where they were.
    package static func put(_ new: FilePath, at place: FilePath) throws(Errno) {
        if cxattr_exchange(new.string, place.string) == 0 { return }
        switch errno {
        case ENOENT: try move(new, to: place)
        case EINVAL, ENOSYS: try moveThreeTimes(new, place)
        default: throw Errno(rawValue: errno)
        }
    }

    private static func moveThreeTimes(_ new: FilePath, _ place: FilePath) throws(Errno) {
        let old = FilePath(new.string + ".old")
        try move(place, to: old)
        do {
            try move(new, to: place)
        } catch {
            try move(old, to: place)
            throw error
        }
        try move(old, to: new)
    }

    private static func move(_ path: FilePath, to other: FilePath) throws(Errno) {
        guard rename(path.string, other.string) == 0 else { throw Errno(rawValue: errno) }
    }
}
