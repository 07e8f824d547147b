// SPDX-License-Identifier: Apache-2.0

import CephDev
import Testing

struct PushDestinationTests {
    @Test(arguments: [
        ("quay.io/me/ceph:wip", "quay.io/me/ceph", "wip"), ("docker://quay.io/me/ceph:wip", "quay.io/me/ceph", "wip"),
        ("localhost:5000/ceph:1", "localhost:5000/ceph", "1"), ("[::1]:5000/ceph:1", "[::1]:5000/ceph", "1"),
        ("me/ceph:1", "me/ceph", "1"),
    ])
    func `a destination is a repository and a tag`(text: String, repository: String, tag: String) throws {
        let destination = try PushDestination(parsing: text)
        #expect(destination.repository == repository && destination.tag == tag)
    }

    @Test func `without a tag the image keeps its own`() throws {
        #expect(try PushDestination(parsing: "quay.io/me/ceph").tag == nil)
    }

    @Test(arguments: [
        "", "quay.io", "registry:5000", "ceph", "quay.io/me/ceph@sha256:12", "oci:dir", "oci://x/y",
        "https://quay.io/x",
        "quay.io/Me/ceph", "quay.io/me/ceph:", "user:secret@quay.io/x", "-x/y", "quay.io/../x", "a b/c", "docker://",
    ])
    func `what is no place in a registry is refused`(text: String) {
        #expect(throws: (any Error).self) { try PushDestination(parsing: text) }
    }

    @Test func `the host is what nodes must know`() throws {
        #expect(try PushDestination(parsing: "registry.lab:5000/ceph").host == "registry.lab:5000")
        #expect(try PushDestination(parsing: "me/ceph").host == nil)
    }
}
