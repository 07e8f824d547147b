// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import CephDev

struct CacheUseTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func `many runs use a cache at once, and none is alone`() throws {
        let uses = try (0..<3).map { _ in try CacheUse(of: scratch.path) }
        for use in uses { #expect(try use.alone { true } == nil) }
    }

    @Test func `the last of them is alone`() throws {
        let use = try CacheUse(of: scratch.path)
        do {
            let other = try CacheUse(of: scratch.path)
            withExtendedLifetime(other) {}
        }
        #expect(try use.alone(tries: 100) { true } == true)
    }

    @Test func `whoever was alone uses the cache on, also after an error`() throws {
        let use = try CacheUse(of: scratch.path)
        #expect(throws: CancellationError.self) { try use.alone { throw CancellationError() } }
        let other = try CacheUse(of: scratch.path)
        #expect(try other.alone { true } == nil)
        withExtendedLifetime(use) {}
    }

    @Test(.tags(.medium)) func `another program sees the use`() async throws {
        let use = try CacheUse(of: scratch.path)
        let words = "flock -n -x .lock true; echo $?; flock -n -s .lock true; echo $?"
        #expect(try await scratch.run("sh", "-c", words) == ["1", "0"])
        withExtendedLifetime(use) {}
    }
}
