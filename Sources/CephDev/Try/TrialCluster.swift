// SPDX-License-Identifier: Apache-2.0

/// What the throw-away cluster of a trial is made of. Nothing outside of its container sees it: it has a loopback device alone,
/// so that addresses, names and keys may be the same in every trial.
package struct TrialCluster: Sendable, Equatable {
    /// What is tried beside the monitor, the manager and the OSDs, without which there is no cluster.
    package enum Service: String, Sendable, CaseIterable {
        case mds, rgw

        /// What must be in the image.
        var programs: [String] {
            switch self {
            case .mds: ["ceph-mds"]
            case .rgw: ["radosgw", "radosgw-admin"]
            }
        }
    }

    /// In the order in which they are tried.
    package let services: [Service]

    package init(with services: Set<Service> = []) {
        self.services = Service.allCases.filter(services.contains)
    }

    static let osdCount = 3
    /// Of each pool.
    static let placementGroups = 4
    static let gatewayPort = 7480
    /// Inside the container.
    static let folder = "/cephdev-try"
    static let configurationFile = folder + "/ceph.conf"

    /// Without any of these the image holds no Ceph.
    static let essentialPrograms = ["ceph-mon", "ceph-mgr", "ceph-osd", "ceph"]

    /// In the order in which they are needed.
    var programs: [String] {
        Self.essentialPrograms + ["ceph-authtool", "rados", "python3"] + services.flatMap(\.programs)
    }

    /// `ceph.conf`. Daemons and their data lie in one folder, objects in memory; all daemons are on one host.
    var configuration: String {
        """
        [global]
        fsid = 7a1c3f52-5d0e-4c55-9c1f-ce9bde70001a
        mon initial members = a
        mon host = [v2:127.0.0.1:3300,v1:127.0.0.1:6789]
        public network = 127.0.0.0/8
        keyring = \(Self.folder)/keyring
        run dir = \(Self.folder)/run
        admin socket = \(Self.folder)/run/$name.asok
        pid file = \(Self.folder)/run/$name.pid
        log file = \(Self.folder)/$name.log
        mon cluster log file = \(Self.folder)/cluster.log
        crash dir = \(Self.folder)/crash
        osd pool default size = \(Self.osdCount)
        osd pool default pg num = \(Self.placementGroups)
        osd pool default pg autoscale mode = off
        osd crush chooseleaf type = 0
        auth allow insecure global id reclaim = false

        [mon]
        mon data = \(Self.folder)/$name
        mon data avail warn = 1
        mon data avail crit = 0
        paxos propose interval = 0.1
        paxos min wait = 0.02

        [mgr]
        mgr data = \(Self.folder)/$name
        mgr stats period = 1
        mgr tick period = 1

        [osd]
        osd data = \(Self.folder)/$name
        osd objectstore = memstore
        memstore device bytes = 268435456
        osd mgr report interval = 1

        [mds]
        mds data = \(Self.folder)/$name

        [client]
        log file =
        admin socket =

        [client.rgw]
        log file = \(Self.folder)/$name.log
        rgw frontends = beast endpoint=127.0.0.1:\(Self.gatewayPort)
        rgw thread pool size = 32

        """
    }

    /// Who has a key, and what it opens: the capabilities that a deployed cluster gives.
    var keys: [(name: String, capabilities: [String])] {
        let all = "allow *"
        var keys = [
            ("mon.", ["mon", all]),
            ("client.admin", ["mon", all, "osd", all, "mds", all, "mgr", all]),
            ("mgr.x", ["mon", "allow profile mgr", "osd", all, "mds", all]),
        ]
        keys += (0..<Self.osdCount).map {
            ("osd.\($0)", ["mon", "allow profile osd", "mgr", "allow profile osd", "osd", all])
        }
        keys.append(("mds.a", ["mon", "allow profile mds", "mgr", "allow profile mds", "osd", all, "mds", "allow"]))
        keys.append(("client.rgw", ["mon", "allow rw", "mgr", "allow rw", "osd", "allow rwx"]))
        return keys
    }
}
