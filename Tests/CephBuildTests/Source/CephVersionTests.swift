// SPDX-License-Identifier: Apache-2.0

import CephBuild
import Testing

struct CephVersionTests {
    @Test(arguments: [
        ("ceph version 18.2.7 (6b0e988052ec84cf2d4a54ff9bbbc5e720b621ad) reef (stable)", "18.2.7", "reef"),
        ("ceph version 18.2.7-31-gabcdef0 (abcdef0123) reef (stable)", "18.2.7-31-gabcdef0", "reef"),
        ("ceph version Development (no_version) tentacle (dev)", "Development", "tentacle"),
        ("ceph version 20.0.0-1 (0000) tentacle (dev - RelWithDebInfo)", "20.0.0-1", "tentacle"),
        ("warning: no config\nceph version 16.2.15 (618f44) pacific (stable)\n", "16.2.15", "pacific"),
    ])
    func `the number and the release are read`(output: String, number: String, release: String) throws {
        let version = try #require(CephVersion(output: output))
        #expect([version.number, version.release] == [number, release])
    }

    @Test func `the hash stands without its brackets`() throws {
        #expect(try #require(CephVersion(output: "ceph version 1.2.3 (cafe) reef (stable)")).hash == "cafe")
    }

    @Test(arguments: [
        "", "ceph version", "ceph version 18.2.7", "ceph version 18.2.7 (abc)", "version 18.2.7 (abc) reef",
        "ceph version 18.2.7 abc reef", "/bin/sh: ceph: not found",
    ])
    func `what is no version is refused`(output: String) {
        #expect(CephVersion(output: output) == nil)
    }
}
