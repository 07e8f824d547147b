// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EngineKit

struct ContainerNameTests {
    @Test func `no two names are the same`() {
        #expect(Set((0..<100).map { _ in ContainerName.unique() }).count == 100)
    }

    @Test func `an engine takes the name`() {
        #expect(ContainerName.unique().wholeMatch(of: /cephdev-[0-9]+-[0-9a-z]+/) != nil)
    }
}
