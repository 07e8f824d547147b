// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import FoundationEssentials
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

    @Test func `a tree comes back from its JSON`() throws {
        let special = try FileEntry(path: TreePath(parsing: "null"), kind: .special, mode: 0o666, owner: 1, group: 2)
        let tree = try FileTree([Tree.d("a", mode: 0o1777), Tree.f("a/f", "text"), Tree.l("a/l", "/x/é"), special])
        let json = try CanonicalJSON.encode(tree)
        #expect(try JSONDecoder().decode(FileTree.self, from: Data(json)) == tree)
        #expect(String(decoding: json, as: UTF8.self).contains(#""kind":["l","/x/é"]"#))
    }

    @Test(arguments: [#"[["x"]]"#, #"[["f",1]]"#, "[[]]", #"["d"]"#])
    func `JSON of no known kind is refused`(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([FileEntry.Kind].self, from: Data(json.utf8))
        }
    }
}
