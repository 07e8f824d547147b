// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import Testing

struct FileTreeTests {
    @Test func `entries are sorted and the last of one path counts`() throws {
        let tree = try FileTree([Tree.f("b", "old"), Tree.d("a"), Tree.f("b", "new"), Tree.f("a/x")])
        #expect(tree.paths == ["a", "a/x", "b"])
        #expect(try tree[TreePath(parsing: "b")] == Tree.f("b", "new"))
        #expect(try tree[TreePath(parsing: "c")] == nil)
    }

    @Test func `children are direct and descendants are not`() throws {
        let tree = try FileTree([Tree.d("a"), Tree.f("a/b/c"), Tree.d("a/b"), Tree.f("a!"), Tree.f("z")])
        #expect(try tree.children(of: TreePath(parsing: "a")).map(\.path.string) == ["a/b"])
        #expect(try tree.descendants(of: TreePath(parsing: "a")).map(\.path.string) == ["a/b", "a/b/c"])
        #expect(tree.children(of: .root).map(\.path.string) == ["a", "a!", "z"])
        #expect(try tree.children(of: TreePath(parsing: "nowhere")).isEmpty)
    }

    @Test func `a directory that has no entry still has descendants`() throws {
        let tree = try FileTree([Tree.f("a/b/c"), Tree.f("z")])
        #expect(try tree.descendants(of: TreePath(parsing: "a/b")).map(\.path.string) == ["a/b/c"])
        #expect(FileTree().descendants(of: .root).isEmpty)
    }
}
