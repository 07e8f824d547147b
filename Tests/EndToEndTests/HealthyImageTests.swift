// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The check on real Ceph, as Debian packages it.
@Suite(.tags(.large))
struct HealthyImageTests {
    @Test func `nothing is found in a thousand objects of a healthy image, even without a base`() async throws {
        let sample = try await Sample(engine: "docker")
        try await Sample.script("make-daemon", "reef", "trixie")
        let run = try await sample.cephdev("check", "ceph/daemon:reef-debian-trixie", "--format", "json")
        #expect(run.status == 0, "\(run.output)")
        #expect(try run.json.report?.objectCount ?? 0 > 1000)
    }
}
