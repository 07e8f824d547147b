// SPDX-License-Identifier: Apache-2.0

import FileTree
import ImageAssembly
import Testing

struct LayerPlannerTests {
    @Test func `what the base holds already is left out`() throws {
        let entries = try [
            Assembly.file("usr/bin/rados", "same", mode: 0o755), Assembly.link("usr/lib/l.so", "l.so.1"),
        ]
        #expect(try plan(entries, over: [Assembly.folder("usr")] + entries).groups.isEmpty)
    }

    @Test(
        arguments: [
            ("another content", 0o644, "new"), ("another mode", 0o755, "old"),
        ] as [(String, UInt16, String)]
    )
    func `a file that differs is kept`(what: String, mode: UInt16, text: String) throws {
        let plan = try plan([Assembly.file("f", text, mode: mode)], over: [Assembly.file("f", "old")])
        #expect(plan.itemCount == 1, "\(what)")
    }

    @Test func `a file takes over owner, set-id bits and capabilities of the one that it replaces`() throws {
        let file = try Assembly.file("f", "new", mode: 0o755)
        let present = FileEntry(
            path: file.path,
            kind: try Assembly.file("f", "old").kind,
            mode: 0o2755,
            owner: 167,
            group: 64045,
            attributes: ["security.capability": [1]]
        )
        let placed = try #require(plan([file], over: [present]).groups.first?.items.first?.entry)
        #expect(placed.mode == 0o2755)
        #expect(placed.owner == 167 && placed.group == 64045)
        #expect(placed.attributes == ["security.capability": [1]])
        #expect(placed.kind == file.kind)
    }

    @Test func `capabilities and set-id bits of its own stay`() throws {
        let own = FileEntry(
            path: try TreePath(parsing: "f"),
            kind: try Assembly.file("f", "new").kind,
            mode: 0o4755,
            attributes: ["security.capability": [2]]
        )
        let present = FileEntry(path: own.path, kind: own.kind, mode: 0o2755, attributes: ["security.capability": [1]])
        #expect(try plan([own], over: [present]).groups.first?.items.map(\.entry) == [own])
    }

    @Test func `the same content under another owner of the base is left out`() throws {
        let present = try Assembly.file("f")
        let foreign = FileEntry(path: present.path, kind: present.kind, mode: present.mode, owner: 167, group: 167)
        #expect(try plan([present], over: [foreign]).itemCount == 0)
    }

    @Test func `what is to be gone is whited out where it is there, below its folders`() throws {
        let base = try [Assembly.folder("usr", mode: 0o711), Assembly.file("usr/old")]
        let removed = try ["usr/old", "usr/never"].map { try TreePath(parsing: $0) }
        let request = LayerRequest(name: "plugins", items: [], removed: removed)
        let group = try #require(LayerPlanner(base: FileTree(base)).plan([request]).groups.first)
        #expect(group.whiteouts.map(\.string) == ["usr/old"])
        #expect(try group.folders == [Assembly.folder("usr", mode: 0o711)])
        #expect(FileTree(base).applying(group.contents).entries.map(\.path.string) == ["usr"])
    }

    @Test func `a link to another place is kept`() throws {
        #expect(try plan([Assembly.link("l", "b")], over: [Assembly.link("l", "a")]).itemCount == 1)
    }

    @Test func `the mode of a link, which means nothing, is not compared`() throws {
        let odd = FileEntry(path: try TreePath(parsing: "l"), kind: .symlink(target: "a"), mode: 0o755)
        #expect(try plan([Assembly.link("l", "a")], over: [odd]).itemCount == 0)
    }

    @Test func `a file in the place of a link is kept`() throws {
        #expect(try plan([Assembly.file("l")], over: [Assembly.link("l", "a")]).itemCount == 1)
    }

    @Test func `parents go through the links of a merged usr`() throws {
        let base = try [Assembly.link("lib", "usr/lib"), Assembly.folder("usr"), Assembly.folder("usr/lib")]
        let group = try #require(plan([Assembly.file("lib/ceph/x.so")], over: base).groups.first)
        #expect(group.items.map(\.entry.path.string) == ["usr/lib/ceph/x.so"])
        #expect(group.folders.map(\.path.string) == ["usr", "usr/lib", "usr/lib/ceph"])
    }

    @Test func `a file that is there behind a link is left out`() throws {
        let base = try [Assembly.link("lib", "usr/lib"), Assembly.file("usr/lib/x.so", "same")]
        #expect(try plan([Assembly.file("lib/x.so", "same")], over: base).groups.isEmpty)
    }

    @Test func `a link itself is replaced, not followed`() throws {
        let base = try [Assembly.file("usr/lib/x.so.1"), Assembly.link("usr/lib/x.so", "x.so.1")]
        let group = try #require(plan([Assembly.link("usr/lib/x.so", "x.so.2")], over: base).groups.first)
        #expect(group.items.map(\.entry.path.string) == ["usr/lib/x.so"])
    }

    @Test func `folders keep the base's mode and owner, and new ones are 0755`() throws {
        let base = try [Assembly.folder("var", mode: 0o1777, owner: 167)]
        let group = try #require(plan([Assembly.file("var/lib/x")], over: base).groups.first)
        #expect(try group.folders == [Assembly.folder("var", mode: 0o1777, owner: 167), Assembly.folder("var/lib")])
    }

    @Test func `groups keep their order, and empty ones are left out`() throws {
        let same = try Assembly.file("same")
        let planner = LayerPlanner(base: FileTree([same]))
        let plan = try planner.plan([
            LayerRequest(
                name: "plugins",
                items: [Assembly.item(Assembly.file("b")), Assembly.item(Assembly.file("a"))]
            ),
            LayerRequest(name: "empty", items: [Assembly.item(same)]),
            LayerRequest(name: "mds", items: [Assembly.item(Assembly.file("c"))]),
        ])
        #expect(plan.groups.map(\.name) == ["plugins", "mds"])
        #expect(plan.groups[0].items.map(\.entry.path.string) == ["a", "b"])
    }

    @Test func `links in a circle are an error that names the file`() throws {
        let base = try [Assembly.link("a", "b"), Assembly.link("b", "a")]
        let error = #expect(throws: ImageFailure.self) { try plan([Assembly.file("a/x")], over: base) }
        guard case .notInsideBase(let path) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path.string == "a/x")
    }

    @Test func `two names of one file give one entry`() throws {
        let base = try [Assembly.link("lib", "usr/lib"), Assembly.folder("usr/lib")]
        let plan = try plan([Assembly.file("lib/x", "1"), Assembly.file("usr/lib/x", "1")], over: base)
        #expect(plan.itemCount == 1)
    }

    private func plan(_ entries: [FileEntry], over base: [FileEntry]) throws -> LayerPlan {
        try LayerPlanner(base: FileTree(base)).plan([LayerRequest(name: "layer", items: entries.map(Assembly.item))])
    }
}
