// SPDX-License-Identifier: Apache-2.0

import EngineKit
import ProcessKit
import Testing

@testable import CephDev

struct TrialContainerTests {
    @Test func `a trial's container has a network of its own and the process's name on it`() {
        let run = TrialContainer.run(of: "sha256:1", isKept: false)
        #expect(run.network == .none)
        #expect(run.labels.values.allSatisfy { $0 == "\(ProcessIdentity.place)-\(ProcessIdentity.processID)" })
    }

    @Test func `only what a dead process of this host left is taken away`() throws {
        let place = ProcessIdentity.place
        #expect(TrialContainer.isLeftover("\(place)-2147483647"))
        let kept = try #require(TrialContainer.run(of: "i", isKept: true).labels.values.first)
        for value in [kept, "\(place)-\(ProcessIdentity.processID)", "other-host-1-2147483647", place, ""] {
            #expect(!TrialContainer.isLeftover(value), "\(value)")
        }
    }
}
