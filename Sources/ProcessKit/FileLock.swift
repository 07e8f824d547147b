// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// A lock between processes, on a file of its own (flock(2)). It goes with this value, and with the process.
package struct FileLock: ~Copyable, Sendable {
    package enum Kind: Int32, Sendable {
        case shared = 1
        case exclusive = 2
    }

    private let file: FileDescriptor

    /// Opens the file at `path`, which is made when it is missing; nothing is locked yet.
    package init(at path: FilePath, permissions: FilePermissions = .ownerReadWrite) throws(Errno) {
        do {
            file = try FileDescriptor.open(
                path,
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: permissions
            )
        } catch {
            throw error as? Errno ?? .ioError  // open throws nothing else
        }
    }

    deinit {
        try? file.close()  // the kernel lets the lock go in any case
    }

    /// Takes the lock, or changes the one that is held, which is lost meanwhile; `tries` are 10 ms apart.
    ///
    /// More than one, because a program that is being started has a copy of its parent's descriptors up to exec(2), so that a
    /// lock just let go may be held for some milliseconds more.
    package func take(_ kind: Kind, tries: Int = 1) -> Bool {
        for attempt in 1...tries {
            if flock(file.rawValue, kind.rawValue | LOCK_NB) == 0 { return true }
            if attempt < tries { usleep(10_000) }
        }
        return false
    }

    /// Waits for the lock alone; a cancelled task stops waiting.
    ///
    /// - Throws: `Errno` when the file system knows no locks; `CancellationError`.
    package func wait() async throws {
        while !take(.exclusive) {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw Errno(rawValue: errno) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
