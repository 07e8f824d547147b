// SPDX-License-Identifier: Apache-2.0

import Flavors
import SystemPackage
import TestSupport
import Testing

/// What becomes of the folder that is staged to.
@Suite(.tags(.medium))
struct StagingRoomTests {
    @Test func `a failed run leaves the earlier stagings as they were`() async throws {
        let sample = try await SampleTree()
        try await sample.stage("jewel,ubuntu,14.04", "luminous,centos,7")
        let before = try await sample.snapshot()
        try await sample.shell(
            "rm ceph-releases/luminous/centos/7/daemon-base/__PACKAGES__ src/daemon-base/__PACKAGES__"
        )
        try sample.write("src/README", "new\n")
        #expect(try await sample.failure("jewel,ubuntu,14.04", "luminous,centos,7") != nil)
        #expect(try await sample.snapshot() == before)
    }

    @Test func `nothing of an earlier staging is left`() async throws {
        let sample = try await SampleTree(["src/daemon/gone": "x"])
        try await sample.stage("luminous,centos,7")
        try await sample.shell("rm src/daemon/gone; mkdir ../.out.staging; touch ../.out.staging/of-a-killed-run")
        try await sample.stage("luminous,centos,7")
        #expect(!sample.isStaged("daemon/gone") && !sample.isStaged("of-a-killed-run"))
        #expect(!sample.scratch.exists(".out.staging"))
    }

    @Test func `a folder that holds something else is not replaced`() async throws {
        let sample = try await SampleTree()
        try sample.scratch.write("out/thesis", "x")
        let failure = try #require(try await sample.failure("luminous,centos,7"))
        #expect(failure.description.contains("it holds something else than a staging"))
        #expect(try sample.staged("thesis") == "x")
    }

    @Test(arguments: ["src/out", "ceph-releases/a/b"])
    func `nothing is staged among the sources`(place: String) async throws {
        let sample = try await SampleTree()
        let tree = try sample.open()
        let stager = FlavorStager(tree, sample.options)
        let failure = await #expect(throws: FlavorFailure.self) {
            try await stager.stage(tree.flavors(["luminous,centos,7"]), to: sample.root.appending(place))
        }
        #expect(failure?.description.contains("it lies among the sources of the tree") == true)
        #expect(try await sample.shell("git status --short").isEmpty)
    }

    @Test func `flavors that would share a folder are refused`() async throws {
        let sample = try await SampleTree()
        let other = "luminous,_,centos,7,_,centos,7.4"
        let failure = try #require(try await sample.failure("luminous,centos,7", other))
        #expect(failure == .sameFolder("luminous-centos-7-x86_64", flavors: ["luminous,centos,7", other]))
    }

    @Test func `of runs at once each leaves a whole staging or says that another is at work`() async throws {
        let sample = try await SampleTree()
        let outcomes = try await withThrowingTaskGroup(of: FlavorFailure?.self) { group in
            for _ in 0..<8 { group.addTask { try await sample.failure("luminous,centos,7") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let busy = FlavorFailure.busy(sample.scratch.path.appending("out"))
        #expect(outcomes.allSatisfy { $0 == nil || $0 == busy } && outcomes.contains(nil))
        let left = try await sample.snapshot()
        try await sample.stage("luminous,centos,7")
        #expect(try await sample.snapshot() == left && !sample.scratch.exists(".out.staging"))
    }

    @Test func `the place of a file, or of no name, is not taken`() async throws {
        let sample = try await SampleTree()
        try sample.scratch.write("out", "x")
        let failure = try #require(try await sample.failure("luminous,centos,7"))
        #expect(failure.description.contains("it is not a folder"))
        #expect(try sample.staged("") == "x")
    }
}
