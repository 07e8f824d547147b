// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDev

@Suite struct ArrivalTests {
    @Test func `what was announced before is not waited for`() async throws {
        let arrival = Arrival()
        arrival.announce()
        try await arrival.wait()
    }

    @Test func `a waiter goes on when it is announced`() async throws {
        let arrival = Arrival()
        async let waited: Void = arrival.wait()
        await Task.yield()
        arrival.announce()
        try await waited
    }

    @Test func `a cancelled waiter does not take it for an arrival`() async {
        let arrival = Arrival()
        let waiter = Task { try await arrival.wait() }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
    }
}
