// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import TestSupport
import Testing

@testable import CephDev

struct TrialClusterTests {
    private static let full = TrialCluster(with: [.rgw, .mds])

    @Test func `all that a daemon writes lies in the trial's own folder`() {
        let paths = Self.full.configuration.split(separator: "\n").compactMap { line in
            line.split(separator: "=", maxSplits: 1).last?.drop { $0 == " " }
        }.filter { $0.hasPrefix("/") }
        #expect(paths.count > 8)
        #expect(paths.allSatisfy { $0.hasPrefix(TrialCluster.folder + "/") })
    }

    @Test func `nothing listens outside of the loopback device`() {
        let addresses = Self.full.configuration.matches(of: /\d+\.\d+\.\d+\.\d+/).map { String($0.output) }
        #expect(!addresses.isEmpty && Set(addresses).isSubset(of: ["127.0.0.1", "127.0.0.0"]))
    }

    @Test func `each section says a thing once`() {
        var names: Set<String> = []
        var section = ""
        for line in Self.full.configuration.split(separator: "\n") {
            if line.hasPrefix("[") { section = String(line) }
            guard let name = line.split(separator: "=", maxSplits: 1).first, line.contains("=") else { continue }
            #expect(names.insert(section + name).inserted, "\(section) \(line)")
        }
    }

    @Test func `everybody who is started has a key`() {
        let names = Self.full.keys.map(\.name)
        #expect(names == ["mon.", "client.admin", "mgr.x", "osd.0", "osd.1", "osd.2", "mds.a", "client.rgw"])
        #expect(Self.full.keys.allSatisfy { $0.capabilities.count.isMultiple(of: 2) })
    }

    @Test func `services bring their programs along`() {
        #expect(!TrialCluster().programs.contains("ceph-mds") && !TrialCluster().programs.contains("radosgw"))
        #expect(TrialCluster(with: [.mds]).programs.last == "ceph-mds")
        #expect(Self.full.programs.suffix(3) == ["ceph-mds", "radosgw", "radosgw-admin"])
    }

    @Test func `what the monitor needs comes first, and the summary last`() {
        let names = TrialPlan.steps(for: TrialCluster()).map(\.name)
        #expect(
            names == [
                "mon", "mgr", "osd", "pools", "erasure code", "active+clean", "objects", "striped objects",
                "erasure-coded objects", "status",
            ]
        )
    }

    @Test func `services are tried after the objects, and all is clean again before the summary`() {
        let names = TrialPlan.steps(for: Self.full).map(\.name)
        let end = ["mds", "files", "rgw", "objects over HTTP", "all active+clean", "status"]
        #expect(names.suffix(end.count) == end[...])
        #expect(TrialPlan.steps(for: TrialCluster(with: [.rgw])).map(\.name).contains("mds") == false)
    }

    @Test(.tags(.medium), arguments: TrialPlan.steps(for: full) + [TrialStep("", TrialScript.status, daemons: [])])
    func `a POSIX shell and python3 can read what they are given`(step: TrialStep) async throws {
        let script = TrialScript.prelude + step.script
        _ = try await ProcessRunner.run(Command("dash", ["-n", "-c", script])).requireSuccess()
        let programs = try ShellWord.split(step.script.replacing(";", with: " ").replacing("$(", with: " "))
            .filter { $0.contains("import ") }
        for program in programs {
            let compile = "import ast, sys; ast.parse(sys.argv[1])"
            _ = try await ProcessRunner.run(Command("python3", ["-c", compile, program])).requireSuccess()
        }
        #expect(programs.isEmpty == !step.script.contains("python3 -c"))
    }
}
