// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

@Suite struct GitURLTests {
    @Test(
        arguments: zip(
            [
                "/srv/ceph.git", "file:///srv/a%20b/../ceph", "https://github.com/ceph/ceph.git/", "HTTP://host:80/a",
                "git://host/a", "ssh://git@host:2222/a", "git@host:ceph/ceph.git", "host:/srv/a",
            ],
            [
                (GitURL.Kind.path, "/srv/ceph.git"), (.path, "/srv/ceph"), (.http, "https://github.com/ceph/ceph.git"),
                (.http, "http://host:80/a"), (.git, "git://host/a"), (.ssh, "ssh://git@host:2222/a"),
                (.ssh, "git@host:ceph/ceph.git"), (.ssh, "host:/srv/a"),
            ]
        )
    )
    func `a location has a kind`(text: String, expected: (kind: GitURL.Kind, location: String)) throws {
        let url = try GitURL(parsing: text)
        #expect(url.kind == expected.kind)
        #expect(url.location == expected.location)
    }

    @Test(arguments: [
        "", "-u", "--upload-pack=touch /tmp/x", "ext::sh -c id", "fd::17", "https::https://host/a", "https://host/a\n",
        "https://host/\u{1b}[2J", "ftp://host/a", "https:///a", "ssh://-oProxyCommand=id/a", "ssh://a@-oX/a",
        "-oProxyCommand=id:a", "host:", "host:-a", "git@-host:a", "file://host/a", "file:///a%0ab", "file:///%zz",
        "relative/path", "..",
    ])
    func `a dangerous or meaningless location is refused`(text: String) {
        #expect(throws: GitError.self) { try GitURL(parsing: text) }
    }

    @Test func `a relative path starts from the folder that is given`() throws {
        #expect(try GitURL(parsing: "../b", relativeTo: "/srv/a").location == "/srv/b")
    }

    @Test(
        arguments: zip(
            [
                "https://me:secret@host/a", "https://token@host/a", "ssh://me:secret@host/a", "ssh://me@host/a",
                "me@host:a",
            ],
            ["https://me:***@host/a", "https://***@host/a", "ssh://me:***@host/a", "ssh://me@host/a", "me@host:a"]
        )
    )
    func `a secret is not shown`(text: String, shown: String) throws {
        #expect(try GitURL(parsing: text).description == shown)
    }

    @Test func `a refused location does not show its secret`() {
        #expect(throws: GitError.unsafeURL(url: "ftp://me:***@host/a", reason: "the transport 'ftp' is not supported"))
        {
            try GitURL(parsing: "ftp://me:secret@host/a")
        }
    }

    @Test(arguments: [
        ("https://host/a/b.git", "../c.git", "https://host/a/c.git"), ("https://host/a/b", "./c", "https://host/a/b/c"),
        ("https://host/a/b/", "../../c", "https://host/c"), ("git@host:a/b", "../c", "git@host:a/c"),
        ("git@host:b", "../c", "git@host:c"), ("host:/a/b", "../c", "host:/a/c"), ("/srv/a", "../b", "/srv/b"),
        ("ssh://host/a", "../b/../c", "ssh://host/c"), ("https://host/a", "https://other/b", "https://other/b"),
        ("/srv/a", "/srv/b", "/srv/b"),
    ])
    func `a submodule's location starts from the one around it`(base: String, text: String, expected: String) throws {
        #expect(try GitURL(parsing: base).resolving(relative: text).location == expected)
    }

    @Test(arguments: [
        ("https://host/a", "../../b"), ("git@host:b", "../../c"), ("https://host/a", "/etc"),
        ("https://host/a", "file:///etc"), ("git@host:a", "../-c"), ("/srv/a", "ext::id"), ("/srv/a", "../b\nc"),
    ])
    func `a submodule's location that leads astray is refused`(base: String, text: String) throws {
        let url = try GitURL(parsing: base)
        #expect(throws: GitError.self) { try url.resolving(relative: text) }
    }

    @Test func `the folder of a mirror is readable and one of its own`() throws {
        let names = try ["https://host/a/ceph.git", "https://host/b/ceph.git"].map {
            try GitURL(parsing: $0).mirrorName
        }
        #expect(names.allSatisfy { $0.hasPrefix("ceph-") && $0.hasSuffix(".git") })
        #expect(Set(names).count == 2)
    }
}
