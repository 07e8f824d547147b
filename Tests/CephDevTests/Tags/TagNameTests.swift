// SPDX-License-Identifier: Apache-2.0

import EngineKit
import Testing

@testable import CephDev

struct TagNameTests {
    private static let same: [(text: String, engine: ContainerEngine.Kind, name: String)] = [
        ("ceph/daemon:main", .docker, "ceph/daemon:main"), ("ceph/daemon", .docker, "ceph/daemon:latest"),
        ("docker.io/ceph/daemon:main", .docker, "ceph/daemon:main"),
        ("docker.io/library/debian:trixie", .docker, "debian:trixie"),
        ("localhost/ceph/daemon:main", .podman, "ceph/daemon:main"),
        ("docker.io/ceph/daemon:main", .podman, "docker.io/ceph/daemon:main"),
        ("localhost/ceph/daemon:main", .docker, "localhost/ceph/daemon:main"),
        ("quay.io:443/ceph/daemon:x", .podman, "quay.io:443/ceph/daemon:x"),
    ]

    @Test(arguments: same)
    func `a name has one form`(text: String, engine: ContainerEngine.Kind, name: String) throws {
        #expect(try TagName(parsing: text, in: engine).description == name)
    }

    @Test func `podman is told that a name without a host is one of this host`() throws {
        #expect(try TagName(parsing: "ceph/daemon:main", in: .podman).spelled == "localhost/ceph/daemon:main")
        #expect(try TagName(parsing: "quay.io/ceph/daemon:main", in: .podman).spelled == "quay.io/ceph/daemon:main")
        #expect(try TagName(parsing: "ceph/daemon:main", in: .docker).spelled == "ceph/daemon:main")
    }

    @Test(arguments: ["", "<none>:<none>", "sha256:", "A/b:c", "a:b:c", "a b", "a@sha256:00"])
    func `what is no name is refused`(text: String) {
        #expect(throws: (any Error).self) { try TagName(parsing: text, in: .docker) }
    }
}
