// SPDX-License-Identifier: Apache-2.0

import BuildReports

/// A build that was never run.
enum SampleReport {
    /// What a file could be called to get out of a page.
    static let hostile = #"</script><img src=x onerror="document.title='broken'"><!--{{script}}.cc.o"#

    /// A build with `stepCount` steps in four lanes, each a little longer than the one before.
    static func whole(stepCount: Int = 40, target: (Int) -> String = { "src/mds/CMakeFiles/mds.dir/Unit\($0).cc.o" })
        -> BuildReport
    {
        var report = begun()
        report.took = 90_000
        report.source = .init(ref: "wip-mds", commit: "8da75bb9e4", origin: "/src/ceph", edits: ["src/mds/MDSRank.cc"])
        report.base = .init(name: "ceph/daemon:reef", id: "sha256:ba5e", layerCount: 3, byteCount: 600_000_000)
        report.builder = "cephdev/builder:debian-trixie"
        report.configureFlags = ["-DWITH_TESTS=OFF"]
        report.stages = [
            .init(name: "source", start: 0, took: 5000), .init(name: "compile", start: 5000, took: 70_000),
            .init(name: "load", start: 76_000, took: 9000), .init(name: "check", start: 78_000, took: 11_000),
        ]
        report.compile = .init(
            (0..<stepCount).map { (target($0), ($0 / 4 * 5000 + $0)..<($0 / 4 * 5000 + 4000 + $0 * 10)) },
            cache: .init(hits: 30, misses: 10)
        )
        report.image = .init(
            names: ["ceph/daemon:wip-mds-8da75bb9e4", "ceph/daemon:wip-mds"],
            id: "sha256:c1fe",
            layers: [
                .init(name: "common", diffID: "sha256:1", byteCount: 9_000_000, fileCount: 12, isNew: false),
                .init(name: "mds", diffID: "sha256:2", byteCount: 7_500_000, fileCount: 1, isNew: true),
            ]
        )
        report.check = .init(
            objectCount: 42,
            commands: ["ceph-mds --version"],
            findings: [
                .init(severity: "warning", rule: "two-sizes", subject: "/usr/bin/ceph-mds", text: "in two sizes")
            ]
        )
        report.fixes = ["a library took the place of another"]
        report.push = .init(
            reference: "quay.io/me/ceph@sha256:77",
            compression: "zstd",
            blobs: [.init(name: "mds", byteCount: 2_500_000, fate: "sent")]
        )
        return report
    }

    /// A build that got nowhere.
    static func begun() -> BuildReport {
        BuildReport(
            version: "0.1.0",
            began: "2026-01-02T03:04:05Z",
            settings: .init(targets: ["mds"], buildType: "RelWithDebInfo", versionMode: "pinned", jobs: 4)
        )
    }

    /// One in which every text that comes from outside is hostile.
    static func hostileReport() -> BuildReport {
        var report = whole { _ in hostile }
        report.failure = .init(message: hostile, hint: hostile)
        report.source = .init(ref: hostile, commit: hostile, origin: hostile, edits: [hostile])
        report.builder = hostile
        report.configureFlags = [hostile]
        report.stages = [.init(name: hostile, start: 0, took: 10, note: hostile)]
        report.image = .init(
            names: [hostile, hostile],
            id: hostile,
            layers: [.init(name: hostile, diffID: hostile, byteCount: 1, fileCount: 1, isNew: true)]
        )
        report.check = .init(
            objectCount: 1,
            commands: [hostile],
            findings: [.init(severity: hostile, rule: hostile, subject: hostile, text: hostile)]
        )
        report.fixes = [hostile]
        report.push = .init(reference: hostile, compression: hostile, blobs: [])
        return report
    }
}
