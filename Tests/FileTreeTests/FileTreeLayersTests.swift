// SPDX-License-Identifier: Apache-2.0

import FileTree
import TestSupport
import Testing

struct FileTreeLayersTests {
    private let lower: FileTree

    init() throws {
        lower = try FileTree([
            Tree.d("etc"), Tree.f("etc/a", "1"), Tree.f("etc/b", "1"), Tree.d("etc/sub"), Tree.f("etc/sub/x", "1"),
            Tree.f("etc-conf"), Tree.l("lib", "usr/lib"), Tree.d("usr"), Tree.d("usr/lib"), Tree.f("usr/lib/libc", "1"),
        ])
    }

    private func applying(
        _ entries: [FileEntry] = [],
        whiteouts: [String] = [],
        opaque: [String] = []
    ) throws -> FileTree {
        try lower.applying(
            LayerContents(entries: entries, whiteouts: Tree.paths(whiteouts), opaqueDirectories: Tree.paths(opaque))
        )
    }

    @Test func `an empty layer changes nothing`() throws {
        #expect(try applying() == lower)
        #expect(FileTree().applying(LayerContents(entries: lower.entries)) == lower)
    }

    @Test func `files are added and replaced`() throws {
        let tree = try applying([Tree.f("etc/a", "2"), Tree.f("etc/new")])
        #expect(try tree[TreePath(parsing: "etc/a")] == Tree.f("etc/a", "2"))
        #expect(tree.entries.count == lower.entries.count + 1)
    }

    @Test func `a whiteout removes a name and all below it`() throws {
        let removed = ["etc", "etc/a", "etc/b", "etc/sub", "etc/sub/x"]
        #expect(try applying(whiteouts: ["etc"]).paths == lower.paths.filter { !removed.contains($0) })
    }

    @Test func `a whiteout of what is not there changes nothing`() throws {
        #expect(try applying(whiteouts: ["nowhere", "etc/c", "zzz"]) == lower)
    }

    @Test func `a whiteout leaves alone what its own layer adds`() throws {
        let tree = try applying([Tree.d("etc"), Tree.f("etc/a", "2")], whiteouts: ["etc"])
        #expect(tree.descendants(of: try TreePath(parsing: "etc")).map(\.path.string) == ["etc/a"])
    }

    @Test func `an opaque directory hides its lower contents and not itself`() throws {
        let tree = try applying([Tree.f("etc/new")], opaque: ["etc"])
        #expect(tree.paths.filter { $0.hasPrefix("etc") } == ["etc", "etc/new", "etc-conf"])
    }

    @Test func `an opaque root hides every lower layer`() throws {
        #expect(try applying([Tree.f("new")], opaque: [""]).paths == ["new"])
    }

    @Test func `a whiteout inside an opaque directory hides no more`() throws {
        let tree = try applying(whiteouts: ["etc/a"], opaque: ["etc"])
        #expect(tree.paths.filter { $0.hasPrefix("etc") } == ["etc", "etc-conf"])
    }

    @Test func `a file in place of a directory hides what the directory held`() throws {
        let tree = try applying([Tree.f("etc", "file")])
        #expect(tree.paths.filter { $0.hasPrefix("etc") } == ["etc", "etc-conf"])
    }

    @Test func `a directory joins a directory and takes its new mode`() throws {
        let tree = try applying([Tree.d("etc", mode: 0o700)])
        #expect(try tree[TreePath(parsing: "etc")]?.mode == 0o700)
        #expect(tree.paths == lower.paths)
    }

    @Test func `a directory replaces a link`() throws {
        #expect(try applying([Tree.d("lib")])[TreePath(parsing: "lib")]?.kind == .directory)
    }

    @Test func `a name below a lower link stays literal and turns the link into a directory`() throws {
        let tree = try applying([Tree.f("lib/libx")])
        #expect(try tree[TreePath(parsing: "lib")]?.kind == .directory)
        #expect(try tree[TreePath(parsing: "lib/libx")] != nil)
        #expect(try tree[TreePath(parsing: "usr/lib/libx")] == nil)
    }

    @Test func `a link of the layer itself is kept above its names`() throws {
        let tree = try applying([Tree.l("lib", "usr/lib"), Tree.f("lib/libx")])
        #expect(try tree[TreePath(parsing: "lib")]?.kind == .symlink(target: "usr/lib"))
    }

    @Test func `parents that no layer names become directories`() throws {
        let tree = try applying([Tree.f("opt/ceph/bin/x")], whiteouts: ["etc"])
        #expect(tree.paths.filter { $0.hasPrefix("opt") } == ["opt", "opt/ceph", "opt/ceph/bin", "opt/ceph/bin/x"])
    }

    /// What an extraction does, name by name.
    private func model(_ lower: FileTree, _ layer: LayerContents) throws -> FileTree {
        var names: [TreePath: FileEntry] = [:]
        for entry in lower.entries { names[entry.path] = entry }
        let leaves = layer.entries.filter { $0.kind != .directory }.map(\.path)
        for root in layer.whiteouts + layer.opaqueDirectories + leaves {
            names = names.filter { !$0.key.isInside(root) }
        }
        for path in layer.whiteouts { names[path] = nil }
        let own = Set(layer.entries.map(\.path))
        for entry in layer.entries {
            var above = entry.path.parent
            while let path = above, path != .root {
                if !own.contains(path), names[path]?.kind != .directory { names[path] = try Tree.d(path.string) }
                above = path.parent
            }
            names[entry.path] = entry
        }
        return FileTree(Array(names.values))
    }

    @Test(arguments: 0..<50)
    func `any layer over any other gives what an extraction gives`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        func path() -> String {
            let names = ["a", "b", "a-b", "a.b", "lib"]
            return (0...Int.random(in: 0...2, using: &random))
                .map { _ in names.randomElement(using: &random) ?? "a" }.joined(separator: "/")
        }
        func entries() throws -> [FileEntry] {
            try (0..<Int.random(in: 0...25, using: &random)).map { number in
                switch number % 3 {
                case 0: try Tree.d(path())
                case 1: try Tree.f(path(), "\(number)")
                default: try Tree.l(path(), "\(number)")
                }
            }
        }
        var (tree, expected) = (FileTree(), FileTree())
        for _ in 0..<6 {
            let hidden = (0..<4).map { _ in path() }
            let layer = try LayerContents(
                entries: entries(),
                whiteouts: Tree.paths(Array(hidden.prefix(2))),
                opaqueDirectories: Tree.paths(Array(hidden.suffix(Int.random(in: 0...2, using: &random))))
            )
            tree = tree.applying(layer)
            expected = try model(expected, layer)
            #expect(tree == expected)
        }
    }
}
