// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDev

struct ClusterStatusTests {
    private static func status(
        up: Int = 3,
        groups: Int = 8,
        _ states: [(String, Int)],
        ranks: String = "[]"
    ) throws -> ClusterStatus {
        let states = states.map { #"{"state_name":"\#($0.0)","count":\#($0.1)}"# }.joined(separator: ",")
        return try ClusterStatus(
            json: """
                {"health":{"status":"HEALTH_WARN"},"osdmap":{"epoch":9,"num_osds":3,"num_up_osds":\(up)},
                "pgmap":{"pgs_by_state":[\(states)],"num_pgs":\(groups),"num_pools":2},
                "fsmap":{"epoch":4,"by_rank":\(ranks)}}
                """
        )
    }

    @Test func `all placement groups in one good state are clean`() throws {
        let status = try Self.status([("active+clean", 8)])
        #expect(status.isClean && status.placementGroups == 8 && status.osdsUp == 3)
    }

    @Test(arguments: [
        [("active+clean", 4), ("creating+peering", 4)], [("active+clean+scrubbing", 8)], [("active+clean", 7)],
        [("active+undersized", 8)], [],
    ])
    func `anything else is not`(states: [(String, Int)]) throws {
        #expect(try !Self.status(states).isClean)
    }

    @Test func `a cluster without placement groups is not clean`() throws {
        #expect(try !Self.status(groups: 0, []).isClean)
    }

    // Ceph 14.2 and before.
    @Test func `numbers of OSDs are found one level deeper too`() throws {
        let json = #"{"osdmap":{"osdmap":{"num_up_osds":2}},"pgmap":{"pgs_by_state":[],"num_pgs":0}}"#
        #expect(try ClusterStatus(json: json).osdsUp == 2)
    }

    @Test(arguments: [
        (#"[{"filesystem_id":1,"rank":0,"name":"a","status":"up:active"}]"#, true),
        (#"[{"filesystem_id":1,"rank":0,"name":"a","status":"up:creating"}]"#, false), ("[]", false),
    ])
    func `an MDS counts once it is active`(ranks: String, isActive: Bool) throws {
        #expect(try Self.status([], ranks: ranks).hasActiveMDS == isActive)
    }

    @Test(arguments: ["", "{}", "Error connecting to cluster", #"{"osdmap":{},"pgmap":{}}"#])
    func `what is no status is refused`(text: String) {
        #expect(throws: (any Error).self) { try ClusterStatus(json: text) }
    }

    @Test func `an outcome holds when the status has it, and says what lacks otherwise`() throws {
        let young = try Self.status(up: 2, groups: 4, [("active+clean", 3), ("peering", 1)])
        let grown = try Self.status([("active+clean", 8)], ranks: #"[{"status":"up:active"}]"#)
        let outcomes: [(TrialStep.Outcome, String)] = [
            (.osdsUp(3), "2 of 3 OSDs are up"),
            (.clean(atLeast: 8), "placement groups are not active+clean: 1 peering, 3 active+clean"),
            (.mdsActive, "no MDS is active"),
        ]
        for (outcome, shortfall) in outcomes {
            #expect(outcome.holds(in: grown) && !outcome.holds(in: young))
            #expect(outcome.shortfall(in: young) == shortfall)
            #expect(outcome.shortfall(in: nil) == "'ceph status' did not answer")
        }
    }

    @Test func `placement groups that are still to come are waited for`() throws {
        let early = try Self.status(groups: 4, [("active+clean", 4)])
        #expect(!TrialStep.Outcome.clean(atLeast: 8).holds(in: early))
    }
}
