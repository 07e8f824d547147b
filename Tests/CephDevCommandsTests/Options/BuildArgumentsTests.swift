// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDevCommands

struct BuildArgumentsTests {
    @Test func `the variable may hold what docker is given, and options come before it`() throws {
        let found = try BuildArguments.parse(["A=3"], "--build-arg A=1 --build-arg=B='x y' C=")
        #expect(found == ["A": "3", "B": "x y", "C": ""])
    }

    @Test(arguments: ["A", "", "=x", "--no-cache", "-q=1"])
    func `what is no assignment is refused`(text: String) {
        #expect(throws: (any Error).self) { try BuildArguments.parse([text], nil) }
    }

    @Test func `other options of an engine are refused`() {
        #expect(throws: (any Error).self) { try BuildArguments.parse([], "--pull --build-arg A=1") }
    }
}
