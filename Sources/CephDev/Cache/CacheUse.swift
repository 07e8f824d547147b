// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit
internal import SystemPackage

/// The cache in use for as long as this lives, together with other runs (flock(2), shared): nothing is collected meanwhile.
/// A crash ends the use.
final class CacheUse: Sendable {
    private let lock: FileLock

    /// - Throws: ``WorkspaceFailure/cacheBusy(_:)`` when somebody who collects does not come to an end.
    init(of cache: FilePath) throws {
        lock = try FileLock(at: cache.appending(".lock"))
        guard lock.take(.shared, tries: 1000) else { throw WorkspaceFailure.cacheBusy(cache) }
    }

    /// Runs `body` with nobody else in the cache; nil when somebody is. `tries` are 10 ms apart.
    func alone<Value>(tries: Int = 1, _ body: () throws -> Value) throws -> Value? {
        // A lock that cannot be raised is lost (flock(2)); whoever has it now gives it back soon.
        defer { _ = lock.take(.shared, tries: 1000) }
        guard lock.take(.exclusive, tries: tries) else { return nil }
        return try body()
    }
}
