// SPDX-License-Identifier: Apache-2.0

import Reporting
import Testing

struct FailureKindTests {
    private struct Plain: Failure {
        let kind = FailureKind.bug
        let description = "it broke"
    }

    // The table of the command's help text; 64 and up are those of sysexits.h.
    @Test(arguments: [
        (FailureKind.checkFailed, Int32(1)), (.compileFailed, 2), (.usage, 64), (.badInput, 65), (.unavailable, 69),
        (.bug, 70),
        (.inputOutput, 74), (.workspaceBusy, 75), (.interrupted, 130),
    ])
    func `every kind of failure has its exit status`(kind: FailureKind, status: Int32) {
        #expect(kind.rawValue == status)
    }

    @Test func `a failure needs no hint`() {
        #expect(Plain().hint == nil)
    }
}
