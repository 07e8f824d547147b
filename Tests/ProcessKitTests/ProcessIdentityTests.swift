// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import Testing

struct ProcessIdentityTests {
    @Test func `this process is alive, and one with an id that no process has is not`() {
        #expect(ProcessIdentity.isAlive(ProcessIdentity.processID))
        #expect(ProcessIdentity.isAlive(1))
        #expect(!ProcessIdentity.isAlive(4_194_305))
        #expect(!ProcessIdentity.isAlive(0))
        #expect(!ProcessIdentity.isAlive(-1))
    }

    @Test func `the place can stand in a tag`() {
        #expect(ProcessIdentity.place.wholeMatch(of: /[A-Za-z0-9_]{1,30}-[0-9]+/) != nil)
    }
}
