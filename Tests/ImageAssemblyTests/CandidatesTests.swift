// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import Testing

@testable import ImageAssembly

struct CandidatesTests {
    private static let place = ProcessIdentity.place
    /// Larger than any process id of Linux (PID_MAX_LIMIT).
    private static let dead = 4_194_305

    @Test func `the candidate of a dead run of this host is left over`() {
        #expect(Candidates.isLeftover("localhost/cephdev/candidate:0123456789ab-\(Self.place)-\(Self.dead)"))
    }

    @Test(arguments: [
        "localhost/cephdev/candidate:0123456789ab-\(place)-1",
        "localhost/cephdev/candidate:0123456789ab-elsewhere-4026531836-\(dead)",
        "localhost/cephdev/candidate:0123456789ab-\(place)-",
        "localhost/cephdev/candidate:0123456789ab-\(dead)",
        "localhost/other/candidate:0123456789ab-\(place)-\(dead)",
        "ceph/daemon:main",
    ])
    func `that of a living run, of another host or of somebody else is not`(name: String) {
        #expect(!Candidates.isLeftover(name))
    }
}
