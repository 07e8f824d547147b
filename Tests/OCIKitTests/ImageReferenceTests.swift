// SPDX-License-Identifier: Apache-2.0

import OCIKit
import TestSupport
import Testing

/// Judged by the grammar of https://github.com/distribution/reference (`reference.go`, `regexp_test.go`).
struct ImageReferenceTests {
    @Test(arguments: [
        ("x", "docker.io/library/x:latest"), ("a/b:1", "docker.io/a/b:1"), ("localhost/a:1", "localhost/a:1"),
        ("quay.io/a/b:1", "quay.io/a/b:1"), ("h:5000/a", "h:5000/a:latest"),
    ])
    func `a whole name has a host and a tag`(text: String, whole: String) throws {
        #expect(try ImageReference(parsing: text).whole == whole)
    }

    private static let accepted: [(text: String, repository: String, tag: String?)] = [
        ("ceph", "ceph", nil), ("ceph/daemon", "ceph/daemon", nil), ("ceph/daemon:main", "ceph/daemon", "main"),
        ("a:B", "a", "B"), ("a:_x.y-z", "a", "_x.y-z"), ("a:1.2.3", "a", "1.2.3"),
        ("localhost/a", "localhost/a", nil), ("localhost:5000/a/b:c", "localhost:5000/a/b", "c"),
        ("localhost:5000/a", "localhost:5000/a", nil), ("quay.io/ceph/daemon:v18", "quay.io/ceph/daemon", "v18"),
        ("Registry.Example.COM/a:b", "Registry.Example.COM/a", "b"), ("10.0.0.1:80/a", "10.0.0.1:80/a", nil),
        ("xn--n3h.com/a:b", "xn--n3h.com/a", "b"), ("[::1]:5000/a:b", "[::1]:5000/a", "b"),
        ("[2001:db8::1]/a", "[2001:db8::1]/a", nil), ("a.b/c.d_e__f-g---h", "a.b/c.d_e__f-g---h", nil),
        ("a/b/c/d/e", "a/b/c/d/e", nil), ("0/1:2", "0/1", "2"),
        ("a:" + String(repeating: "x", count: 128), "a", String(repeating: "x", count: 128)),
        (String(repeating: "a", count: 255), String(repeating: "a", count: 255), nil),
    ]

    @Test(arguments: accepted)
    func `a reference has a repository and maybe a tag`(text: String, repository: String, tag: String?) throws {
        let reference = try ImageReference(parsing: text)
        #expect(reference.repository == repository)
        #expect(reference.tag == tag)
        #expect(reference.description == text)
    }

    @Test(arguments: [
        "", ":", "/", ":a", "a:", "a/", "/a", "a//b", "A", "Ceph/daemon", "ceph/Daemon", " a", "a ", "a\n", "a b",
        "a:b c",
        "a:b:c", "a:-x", "a:.x", "a:b/", "a:é", "é", "e\u{301}", "a:b\n", "a..b", "a._b", "a___b", "-a", "a-", ".a",
        "a.", "_a",
        "a@b", "a@sha256:0", "https://quay.io/a", "docker://a", "a/-b", "a/b-", "--rm", "a:$(id)", "a\0",
        "a:" + String(repeating: "x", count: 129), String(repeating: "a", count: 256),
        ":/a", ":5000/a", "localhost:/a", "localhost:x/a", "a.b:80:90/c", "a b.c/d", "-a.b/c", "a-.b/c", ".a/b", "a./b",
        "a..b/c", "a_b.c/d", "é.com/a", "a.b\n/c", "$(id).x/a", "[::1/a", "[x]/a", "::1/a", "user@host.x/a",
    ])
    func `what the grammar does not know is refused`(text: String) {
        #expect(throws: OCIError.self) { try ImageReference(parsing: text) }
    }

    @Test func `another tag leaves the repository as it is`() throws {
        let reference = try ImageReference(parsing: "localhost:5000/a:b")
        #expect(try reference.tagged("c").description == "localhost:5000/a:c")
        #expect(throws: OCIError.self) { try reference.tagged("c/d") }
    }

    @Test(arguments: [
        ("main", "main"), ("wip/mds fix", "wip-mds-fix"), ("v18.2.7", "v18.2.7"), ("-x", "x"), (".hidden", "hidden"),
        ("", "build"),
        ("--", "build"), ("../..", "build"), ("../a", "a"), ("zürich", "z-rich"), ("a\r\nb", "a-b"), ("_a", "_a"),
        (String(repeating: "é", count: 200), "build"),
        (String(repeating: "x", count: 200), String(repeating: "x", count: 128)),
    ])
    func `a tag is made of any text`(text: String, tag: String) {
        #expect(ImageReference.tag(from: text) == tag)
    }

    @Test func `a tag that is made is always one that can be set`() throws {
        var generator = SplitMix(state: 18)
        let alphabet = Array("aZ09._-/ :@é\u{301}\n\r\0~^\\😀")
        for _ in 0..<500 {
            let text = String(
                (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                }
            )
            let tag = ImageReference.tag(from: text)
            #expect(throws: Never.self, "\(text.debugDescription)") { try ImageReference(repository: "a", tag: tag) }
            #expect(ImageReference.tag(from: tag) == tag)
        }
    }
}
