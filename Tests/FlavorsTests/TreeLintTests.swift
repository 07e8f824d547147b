// SPDX-License-Identifier: Apache-2.0

import Flavors
import TestSupport
import Testing

@Suite(.tags(.medium))
struct TreeLintTests {
    private func findings(_ sample: SampleTree) async throws -> [String] {
        let tree = try sample.open()
        return try await TreeLint(tree, sample.options).findings(for: tree.buildable()).map {
            "\($0.place): \($0.message)"
        }
    }

    @Test func `a tree in order has no findings`() async throws {
        #expect(try await findings(SampleTree()) == [])
    }

    @Test(arguments: [
        ("src/daemon/__IDLE__", "x", "src/daemon/__IDLE__: no staged file uses __IDLE__"),
        ("src/other/file", "x", "src/other/file: no flavor uses this file"),
        ("ceph-releases/ALL/fedora/27/x", "x", "ceph-releases/ALL/fedora/27/x: no flavor uses this file"),
        (
            "src/daemon/x", "a\n__MAINTANER__",
            "src/daemon/x:2: __MAINTANER__ is not defined; did you mean __MAINTAINER__?"
        ),
        ("src/daemon/x", "__H4X0R____MAINTAINER__", "src/daemon/x:1: __H4X0R____MAINTAINER__ is not defined"),
        ("src/daemon/x", "__ENV_[NOT_SET]__", "src/daemon/x:1: the environment variable NOT_SET is not set"),
        ("src/daemon/x", "__PACKAGES__", "src/daemon/x:1: __PACKAGES__ is not defined for luminous,centos,7"),
        (
            "src/daemon/__H4X0R__", "__H4X0R__",
            "src/daemon/entry.sh:2: variables hold each other: __H4X0R__ → __H4X0R__"
        ),
        ("src/daemon/Dockerfile", "FROM x\n\nRUNN y\n", "src/daemon/Dockerfile:3: there is no instruction RUNN"),
        ("src/__MAINTAINER__", "a\nCMDD x", "src/__MAINTAINER__:2: there is no instruction CMDD"),
    ])
    func `what is wrong is found with file and line`(path: String, text: String, expected: String) async throws {
        let sample = try await SampleTree([path: text])
        let found = try await findings(sample)
        #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
    }

    @Test func `names of code are no findings`() async throws {
        #expect(try await findings(SampleTree(["src/daemon/code.c": "__FILE__ __LINE__"])) == [])
    }

    @Test func `a file that is always overridden is of no use`() async throws {
        let sample = try await SampleTree([
            "ceph-releases/jewel/__MAINTAINER__": "j", "ceph-releases/luminous/__MAINTAINER__": "l",
        ])
        #expect(try await findings(sample) == ["src/__MAINTAINER__: no flavor uses this file"])
    }
}
