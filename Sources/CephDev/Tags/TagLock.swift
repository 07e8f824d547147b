// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// A lock between processes (flock(2)).
struct TagLock: Sendable {
    private let file: FileDescriptor

    /// Waits for the lock; a cancelled task stops waiting.
    static func acquire(_ path: FilePath) async throws -> TagLock {
        let file = try FileDescriptor.open(
            path,
            .readWrite,
            options: [.create, .closeOnExec],
            permissions: .ownerReadWrite
        )
        do {
            while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
                guard errno == EWOULDBLOCK || errno == EINTR else { throw Errno(rawValue: errno) }
                try await Task.sleep(for: .milliseconds(20))
            }
        } catch {
            try file.close()
            throw error
        }
        return TagLock(file: file)
    }

    func release() {
        try? file.close()  // the kernel lets the lock go in any case
    }
}
