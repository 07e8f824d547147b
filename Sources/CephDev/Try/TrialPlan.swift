// SPDX-License-Identifier: Apache-2.0

/// The steps of a trial, in their order.
enum TrialPlan {
    static let summary = TrialStep("status", TrialScript.summary, daemons: ["mon.a"])

    static func steps(for cluster: TrialCluster) -> [TrialStep] {
        let groups = TrialCluster.placementGroups
        let osds = (0..<TrialCluster.osdCount).map { "osd.\($0)" }
        let core = [
            TrialStep("mon", TrialScript.monitor(of: cluster), daemons: ["mon.a"]),
            TrialStep("mgr", TrialScript.manager, daemons: ["mgr.x"]),
            TrialStep("osd", TrialScript.osds, daemons: osds, until: .osdsUp(osds.count)),
            TrialStep("pools", TrialScript.pools, daemons: ["mon.a"]),
            TrialStep("erasure code", TrialScript.erasureCode, daemons: ["mon.a"]),
            TrialStep("active+clean", "", daemons: osds, until: .clean(atLeast: 2 * groups)),
            TrialStep("objects", TrialScript.objects, daemons: osds),
            TrialStep("striped objects", TrialScript.striped, daemons: osds),
            TrialStep("erasure-coded objects", TrialScript.coded, daemons: osds),
        ]
        let end = [TrialStep("all active+clean", "", daemons: osds, until: .clean(atLeast: 2 * groups))]
        return core + cluster.services.flatMap(steps) + (cluster.services.isEmpty ? [] : end) + [summary]
    }

    private static func steps(of service: TrialCluster.Service) -> [TrialStep] {
        switch service {
        case .mds:
            [
                TrialStep("mds", TrialScript.fileSystem, daemons: ["mds.a"], until: .mdsActive),
                TrialStep("files", TrialScript.files, daemons: ["mds.a"]),
            ]
        case .rgw:
            [
                TrialStep("rgw", TrialScript.gateway, daemons: ["client.rgw"]),
                TrialStep("objects over HTTP", TrialScript.gatewayObjects, daemons: ["client.rgw"]),
            ]
        }
    }
}
