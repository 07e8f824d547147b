// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import SystemPackage
import Testing

struct TreePathTests {
    @Test(arguments: [
        ("usr/bin/rados", "usr/bin/rados"), ("/usr/bin", "usr/bin"), ("./usr/bin/", "usr/bin"),
        ("//usr//./bin", "usr/bin"),
        ("", ""), ("/", ""), ("./", ""), (".", ""), ("usr/.../x", "usr/.../x"), ("a/..b", "a/..b"),
        (".hidden", ".hidden"),
        ("büro/ő", "büro/ő"),
    ])
    func `paths are cleaned`(text: String, expected: String) throws {
        #expect(try TreePath(parsing: text).string == expected)
    }

    @Test(arguments: [
        ("..", TreePathError.leavesRoot("..")), ("a/../b", .leavesRoot("a/../b")), ("/..", .leavesRoot("/..")),
        ("a/..", .leavesRoot("a/..")), ("a\0b", .containsNUL("a\0b")),
        (String(repeating: "x", count: 256), .componentTooLong(String(repeating: "x", count: 256))),
        (String(repeating: "é", count: 128), .componentTooLong(String(repeating: "é", count: 128))),
        (String(repeating: "x/", count: 2049), .tooLong(String(repeating: "x/", count: 2049))),
    ])
    func `paths that leave the root or that no file system holds are refused`(text: String, error: TreePathError) {
        #expect(throws: error) { try TreePath(parsing: text) }
    }

    @Test func `a component of 255 bytes and a path of 4096 are held`() throws {
        #expect(try TreePath(parsing: String(repeating: "x", count: 255)).components.count == 1)
        #expect(try TreePath(parsing: String(repeating: "x/", count: 2048)).components.count == 2048)
    }

    @Test(arguments: ["", ".", "..", "a/b", "/", "a\0"])
    func `only one component can be appended`(name: String) {
        #expect(throws: TreePathError.self) { try TreePath(parsing: "usr").appending(name) }
    }

    @Test func `name, parent and components agree`() throws {
        let path = try TreePath(parsing: "usr/bin/rados")
        #expect(path.name == "rados")
        #expect(path.components == ["usr", "bin", "rados"])
        #expect(try path.parent?.appending("rados") == path)
        #expect(path.parent?.parent?.parent == .root)
        #expect(TreePath.root.parent == nil)
        #expect(path.description == "/usr/bin/rados")
        #expect(path.onDisk(under: "/tmp/root") == "/tmp/root/usr/bin/rados")
    }

    @Test func `a directory comes directly before what it holds`() throws {
        let sorted = ["", "a", "a/b", "a/b/c", "a/é", "a!", "a-b", "a.b", "ab", "b"]
        let paths = try sorted.map { try TreePath(parsing: $0) }
        #expect(paths.reversed().sorted() == paths)
    }

    @Test func `names that only Unicode takes for equal are different`() throws {
        let composed = try TreePath(parsing: "caf\u{e9}")
        let decomposed = try TreePath(parsing: "cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test(arguments: [
        ("usr/bin", "usr", true), ("usr", "usr", false), ("usrlocal", "usr", false), ("usr", "", true), ("", "", false),
    ])
    func `a path is inside the directories above it`(path: String, other: String, isInside: Bool) throws {
        #expect(try TreePath(parsing: path).isInside(TreePath(parsing: other)) == isInside)
    }
}
