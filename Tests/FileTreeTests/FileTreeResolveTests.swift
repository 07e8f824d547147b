// SPDX-License-Identifier: Apache-2.0

import FileTree
import Testing

struct FileTreeResolveTests {
    private let tree: FileTree

    init() throws {
        tree = try FileTree([
            Tree.d("usr"), Tree.d("usr/lib"), Tree.d("usr/lib/ceph"), Tree.f("usr/lib/libc.so.6", "c"),
            Tree.l("lib", "usr/lib"), Tree.l("lib64", "/usr/./lib/"), Tree.l("usr/lib/up", "../../../../etc/name"),
            Tree.l("loop", "loop"), Tree.l("ping", "pong"), Tree.l("pong", "ping"), Tree.d("etc"),
            Tree.l("usr/lib/libc.so", "libc.so.6"), Tree.l("dangling", "usr/none/x"), Tree.l("here", "."),
        ])
    }

    @Test(arguments: [
        ("usr/lib/libc.so.6", "usr/lib/libc.so.6"), ("lib/libc.so", "usr/lib/libc.so.6"), ("lib64", "usr/lib"),
        ("lib64/ceph", "usr/lib/ceph"), ("lib/up", "etc/name"), ("lib/new.so", "usr/lib/new.so"), ("", ""),
        ("dangling", "usr/none/x"), ("here/here/lib", "usr/lib"), ("lib/new/deep", "usr/lib/new/deep"),
    ])
    func `links are followed inside the root`(path: String, expected: String) throws {
        #expect(try tree.resolve(TreePath(parsing: path)) == TreePath(parsing: expected))
    }

    @Test(arguments: ["loop", "ping", "loop/x", "usr/lib/libc.so.6/x", "lib/libc.so/x"])
    func `loops and ways through a file lead nowhere`(path: String) throws {
        #expect(try tree.resolve(TreePath(parsing: path)) == nil)
    }

    @Test(arguments: [("lib/libc.so", "usr/lib/libc.so"), ("lib", "lib"), ("loop", "loop"), ("lib64/x", "usr/lib/x")])
    func `the last link is left alone for its parent`(path: String, expected: String) throws {
        #expect(try tree.resolveParent(of: TreePath(parsing: path)) == TreePath(parsing: expected))
    }

    @Test(arguments: [
        ("/lib/libc.so", "usr/lib/libc.so.6"), ("lib/../lib/libc.so", "usr/lib/libc.so.6"), ("/lib/../..", ""),
        ("/lib64/ceph/../../etc", nil), ("/usr/lib/ceph/../../../etc/./", "etc"), ("/../usr//lib", "usr/lib"),
        ("lib/new.so", nil), ("none/../usr", nil), ("lib/libc.so/../ceph", nil), ("dangling", nil), ("loop/..", nil),
    ])
    func `a text leads to what is there, up from where links have led`(text: String, expected: String?) throws {
        #expect(try tree.resolve(text: text) == expected.map { try TreePath(parsing: $0) })
    }

    @Test(arguments: [(40, true), (41, false)])
    func `forty links are followed and no more`(count: Int, leads: Bool) throws {
        let chain = try (1...count).map { try Tree.l("l\($0)", $0 == count ? "end" : "l\($0 + 1)") }
        #expect(try (FileTree(chain).resolve(TreePath(parsing: "l1")) != nil) == leads)
    }
}
