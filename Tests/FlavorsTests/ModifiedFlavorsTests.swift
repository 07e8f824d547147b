// SPDX-License-Identifier: Apache-2.0

import Flavors
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium))
struct ModifiedFlavorsTests {
    private static let all = ["jewel,ubuntu,14.04", "jewel,ubuntu,16.04", "luminous,centos,7", "luminous,ubuntu,16.04"]

    private func modified(_ sample: SampleTree, since revision: String = "main") async throws -> [String] {
        let tree = try sample.open()
        return try await ModifiedFlavors(tree, sample.options).since(revision, of: tree.buildable()).map(\.description)
    }

    @Test(arguments: [
        ("true", []),
        ("echo >>src/README", ["jewel,ubuntu,14.04", "luminous,centos,7", "luminous,ubuntu,16.04"]),
        ("echo >>ceph-releases/jewel/daemon/etc/plain", ["jewel,ubuntu,14.04", "jewel,ubuntu,16.04"]),
        ("rm ceph-releases/ALL/centos/7/daemon/etc/plain", ["luminous,centos,7"]),
        ("rm ceph-releases/jewel/ubuntu/16.04/README", ["jewel,ubuntu,16.04"]),
        ("echo x >ceph-releases/luminous/new", ["luminous,centos,7", "luminous,ubuntu,16.04"]),
        ("echo x >'ceph-releases/luminous/centos/7/a b [c].*'", ["luminous,centos,7"]),
        ("chmod -x src/daemon/entry.sh", all), ("echo x >ceph-releases/README; echo x >NEWS", []),
        ("mkdir -p ceph-releases/luminous/centos/70; echo x >ceph-releases/luminous/centos/70/x", []),
        (
            "rm src/README; ln -s daemon/Dockerfile src/README",
            ["jewel,ubuntu,14.04", "luminous,centos,7", "luminous,ubuntu,16.04"]
        ),
        ("mkdir src/daemon/deep; git mv src/daemon/etc/plain src/daemon/deep/plain", all),
        ("cp src/README ceph-releases/luminous/README", []),
    ])
    func `a changed, new or deleted file counts where it is selected`(script: String, expected: [String]) async throws {
        let sample = try await SampleTree()
        try await sample.shell(script)
        #expect(try await modified(sample).filter { !$0.contains("70") } == expected)
        try await sample.shell("git checkout -q -b wip/a.b+c")
        try await sample.commit()
        #expect(try await modified(sample).filter { !$0.contains("70") } == expected)
        #expect(try await modified(sample, since: "wip/a.b+c") == [])
    }

    @Test(arguments: [
        ("echo x >>src/daemon-base/__PACKAGES__", ["jewel,ubuntu,16.04"]),
        ("echo x >src/__UNUSED__", []), ("chmod +x src/__MAINTAINER__", []),
        ("rm ceph-releases/luminous/centos/7/daemon-base/__PACKAGES__", ["luminous,centos,7"]),
        ("echo x >>ceph-releases/ALL/centos/daemon-base/__INSTALL__", ["luminous,centos,7"]),
        ("echo x >ceph-releases/luminous/__H4X0R__", ["luminous,centos,7", "luminous,ubuntu,16.04"]),
    ])
    func `a variable's file counts where a staged file uses it`(script: String, expected: [String]) async throws {
        let sample = try await SampleTree()
        try await sample.shell(script)
        #expect(try await modified(sample) == expected)
    }

    @Test func `ignored files do not count`() async throws {
        let sample = try await SampleTree([".gitignore": "*.swp\n"])
        try sample.write("src/daemon/.entry.sh.swp", "x")
        #expect(try await modified(sample) == [])
    }

    @Test func `a tree in a folder of its repository is compared with that folder`() async throws {
        let sample = try await SampleTree()
        try await sample.shell("mkdir -p 'sub/tree [1]'; git mv src ceph-releases 'sub/tree [1]'")
        try await sample.commit()
        try await sample.shell("echo x >>'sub/tree [1]/ceph-releases/jewel/daemon/etc/plain'; echo x >other")
        let tree = try FlavorTree(at: sample.root.appending("sub/tree [1]"))
        let modified = try await ModifiedFlavors(tree, sample.options).since("HEAD", of: tree.buildable())
        #expect(modified.map(\.description) == ["jewel,ubuntu,14.04", "jewel,ubuntu,16.04"])
    }

    @Test func `nothing is written`() async throws {
        let sample = try await SampleTree()
        try await sample.shell("echo x >>src/README")
        let before = try await sample.shell("find . -printf '%P %T@ %C@\\n' | sort")
        #expect(try await !modified(sample).isEmpty)
        #expect(try await sample.shell("find . -printf '%P %T@ %C@\\n' | sort") == before)
    }

    @Test func `an unknown revision is refused, and similar ones are named`() async throws {
        let sample = try await SampleTree()
        let failure = await #expect(throws: FlavorFailure.self) { try await modified(sample, since: "origin/main") }
        #expect(failure?.description.contains("no branch, tag or commit 'origin/main'") == true)
        #expect(failure?.hint == "similar: main")
        try await sample.shell("rm -rf .git")
        await #expect(throws: FlavorFailure.self) { try await modified(sample) }
    }
}
