// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// The cache in use for as long as this lives, together with other runs (flock(2), shared): nothing is collected meanwhile.
/// A crash ends the use.
final class CacheUse: Sendable {
    private let file: FileDescriptor

    /// - Throws: ``WorkspaceFailure/cacheBusy(_:)`` when somebody who collects does not come to an end.
    init(of cache: FilePath) throws {
        file = try FileDescriptor.open(
            cache.appending(".lock"),
            .readWrite,
            options: [.create, .closeOnExec],
            permissions: .ownerReadWrite
        )
        guard take(LOCK_SH, tries: 1000) else {
            try file.close()
            throw WorkspaceFailure.cacheBusy(cache)
        }
    }

    deinit {
        try? file.close()  // the kernel lets the lock go in any case
    }

    /// Runs `body` with nobody else in the cache; nil when somebody is. `tries` are 10 ms apart.
    func alone<Value>(tries: Int = 1, _ body: () throws -> Value) throws -> Value? {
        // A lock that cannot be raised is lost (flock(2)); whoever has it now gives it back soon.
        defer { _ = take(LOCK_SH, tries: 1000) }
        guard take(LOCK_EX, tries: tries) else { return nil }
        return try body()
    }

    private func take(_ kind: Int32, tries: Int) -> Bool {
        for attempt in 1...tries {
            if flock(file.rawValue, kind | LOCK_NB) == 0 { return true }
            if attempt < tries { usleep(10_000) }
        }
        return false
    }
}
