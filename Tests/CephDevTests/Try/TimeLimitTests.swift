// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDev

struct TimeLimitTests {
    @Test func `work that is done in time gives its value`() async throws {
        #expect(try await TimeLimit.run(.seconds(600)) { 7 } == 7)
    }

    @Test func `work that takes too long is cancelled`() async throws {
        let value: Void? = try await TimeLimit.run(.milliseconds(1)) { try await Task.sleep(for: .seconds(600)) }
        #expect(value == nil)
    }

    @Test func `an error of the work is the error`() async {
        await #expect(throws: TrialFailure.self) {
            try await TimeLimit.run(.seconds(600)) { throw TrialFailure.noCeph(image: "i") }
        }
    }
}
