// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import ImageCheck
import SystemPackage
import Testing

@testable import CephBuild
@testable import CephDev

struct StagedTreePlacingTests {
    private static func path(_ text: String) -> TreePath { (try? TreePath(parsing: text)) ?? .root }

    private static func file(_ text: String) -> FileEntry {
        FileEntry(path: path(text), kind: .file(size: 1, digest: .of(text.utf8), isELF: true), mode: 0o644)
    }

    private static func link(_ text: String, _ target: String) -> FileEntry {
        FileEntry(path: path(text), kind: .symlink(target: target), mode: 0o777)
    }

    private static func staged(_ entries: [FileEntry]) -> StagedTree {
        StagedTree(files: entries.map { StagedTree.File(entry: $0, component: .common, content: "") })
    }

    private let build = Self.staged([
        Self.link("lib/libx.so", "libx.so.1"), Self.link("lib/libx.so.1", "libx.so.1.18"),
        Self.file("lib/libx.so.1.18"),
        Self.link("lib/liby.so.1", "liby.so.1.0"), Self.file("lib/liby.so.1.0"), Self.file("usr/bin/ceph-mds"),
    ])

    private func move(_ source: String, _ place: String) -> LoaderPlaces.Move {
        LoaderPlaces.Move(source: Self.path(source), place: Self.path(place))
    }

    @Test func `a file that moves takes no links along`() {
        let base = FileTree([Self.link("lib/libx.so.1", "libx.so.1.16"), Self.file("lib/libx.so.1.16")])
        let (tree, removed) = build.placed([move("lib/libx.so.1.18", "lib/libx.so.1.16")], on: base)
        let paths = tree.files.map(\.entry.path.string)
        #expect(paths == ["lib/libx.so.1.16", "lib/liby.so.1", "lib/liby.so.1.0", "usr/bin/ceph-mds"])
        #expect(removed.isEmpty)
    }

    @Test func `a second file of one name leaves the base, with its links`() {
        let base = FileTree([
            Self.link("lib/liby.so.1", "liby.so.1.0"), Self.file("lib/liby.so.1.0"), Self.file("opt/liby.so.1"),
        ])
        let (tree, removed) = build.placed([move("lib/liby.so.1.0", "opt/liby.so.1")], on: base)
        #expect(removed.map(\.string) == ["lib/liby.so.1.0", "lib/liby.so.1"])
        #expect(tree.files.map(\.entry.path.string).contains("opt/liby.so.1"))
        #expect(!tree.files.map(\.entry.path.string).contains("lib/liby.so.1"))
    }

    @Test func `without moves nothing changes`() {
        let (tree, removed) = build.placed([], on: FileTree())
        #expect(tree.files == build.files && removed.isEmpty)
    }

    @Test func `of some targets what they make is left, and its links`() throws {
        #expect(try build.reduced(to: ["mds"]).files.map(\.entry.path.name) == ["ceph-mds"])
        #expect(try build.reduced(to: ["x"]).files.count == 3)
        #expect(try build.reduced(to: nil).files == build.files)
        #expect(throws: WorkspaceFailure.self) { try build.reduced(to: ["nobody"]) }
    }
}
