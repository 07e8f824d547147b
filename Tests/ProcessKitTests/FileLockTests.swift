// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// With flock(1) as the other process.
@Suite(.tags(.medium)) struct FileLockTests {
    private let scratch: ScratchDirectory
    private var path: FilePath { scratch.path.appending("lock") }

    init() throws { scratch = try ScratchDirectory() }

    /// What another process gets when it wants the lock alone, and when it wants to share it.
    private func others() async throws -> [String] {
        try await scratch.run("sh", "-c", "flock -n -x lock true; echo $?; flock -n -s lock true; echo $?")
    }

    @Test func `an open lock keeps nobody out, a shared one those who want it alone, an exclusive one all`()
        async throws
    {
        let lock = try FileLock(at: path)
        #expect(try await others() == ["0", "0"])
        let hasShared = lock.take(.shared)
        #expect(hasShared)
        #expect(try await others() == ["1", "0"])
        let hasExclusive = lock.take(.exclusive)
        #expect(hasExclusive)
        #expect(try await others() == ["1", "1"])
        _ = consume lock
    }

    @Test func `two do not have it at once, and the second has it when the first lets go`() async throws {
        let first = try FileLock(at: path)
        try await first.wait()
        let second = try FileLock(at: path)
        let isTaken = second.take(.exclusive, tries: 2)
        #expect(!isTaken)
        _ = consume first
        try await second.wait()
        #expect(try await others() == ["1", "1"])
        _ = consume second
    }

    @Test func `a folder that is not there is an error`() {
        #expect(throws: Errno.noSuchFileOrDirectory) { _ = try FileLock(at: "/nowhere/lock") }
    }
}
