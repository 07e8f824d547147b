// SPDX-License-Identifier: Apache-2.0

import OCIKit
import SystemPackage
import Testing

struct ImageLocationTests {
    private static let digest = "sha256:" + String(repeating: "0", count: 64)

    private static let known: [(text: String, location: ImageLocation)] = [
        ("ceph/daemon:main", .named("ceph/daemon:main")), ("ceph", .named("ceph")),
        ("quay.io:443/ceph/ceph:v18", .named("quay.io:443/ceph/ceph:v18")),
        ("55f0f7658035", .named("55f0f7658035")), (digest, .named(digest)),
        ("quay.io/ceph/ceph@\(digest)", .named("quay.io/ceph/ceph@\(digest)")),
        ("docker-daemon:ceph/daemon:main", .dockerDaemon("ceph/daemon:main")),
        ("docker-daemon:\(digest)", .dockerDaemon(digest)),
        ("containers-storage:localhost/ceph/daemon:main", .containersStorage("localhost/ceph/daemon:main")),
        ("docker://quay.io/ceph/ceph:v18", .registry("quay.io/ceph/ceph:v18")),
        ("docker://localhost:5000/a/b@\(digest)", .registry("localhost:5000/a/b@\(digest)")),
        ("docker://localhost:5000/a/b:c@\(digest)", .registry("localhost:5000/a/b:c@\(digest)")),
        ("oci:/srv/layout", .layout("/srv/layout", name: nil)),
        ("oci:layout:a/b:c", .layout("layout", name: "a/b:c")),
        ("oci-archive:a.tar:main", .layoutArchive("a.tar", name: "main")),
        ("docker-archive:a.tar", .dockerArchive("a.tar", name: nil)),
        ("docker-archive:a.tar:a/b:c", .dockerArchive("a.tar", name: "a/b:c")),
        ("rootfs:/", .rootFileSystem("/")), ("rootfs:a:b", .rootFileSystem("a:b")),
    ]

    @Test(arguments: known)
    func `a location is read as skopeo reads it`(text: String, location: ImageLocation) throws {
        #expect(try ImageLocation(parsing: text) == location)
    }

    @Test(arguments: [
        "", ":", "Ceph:main", "ceph daemon", "docker:quay.io/a", "docker://", "docker://quay.io/A", "docker-daemon:",
        "containers-storage:[overlay@/x]a", "oci:", "oci::a", "oci:a:", "oci-archive:", "docker-archive::", "rootfs:",
        "dir:/x", "sif:/x", "ostree:/x", "a@sha256:1", "docker://a/b@\(digest)0", "a:b\u{0}", "a@", "-x",
        "docker-daemon:--help",
    ])
    func `what is no location is refused`(text: String) {
        #expect(throws: OCIError.self) { try ImageLocation(parsing: text) }
    }
}
