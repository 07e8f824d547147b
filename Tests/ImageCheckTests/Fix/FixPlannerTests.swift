// SPDX-License-Identifier: Apache-2.0

import FileTree
import FoundationEssentials
import ImageCheck
import SystemPackage
import TestSupport
import Testing

/// Plans against compiled objects: what is done, and that nothing wrong is left.
@Suite(.tags(.medium)) struct FixPlannerTests {
    private let world: LinkWorld
    private let common = "lib/libcommon.so.2"
    private let both = "int one(void) { return 9; } int gone(void) { return 8; }"

    init() async throws { world = try await LinkWorld() }

    private func place(_ source: String, at path: String? = nil) throws -> TreeEdit.Change {
        .place(source: try world.path(source), origin: .build, path: try world.path(path ?? source))
    }

    /// The edits of a plan that leaves no error.
    private func fixes() throws -> [TreeEdit.Change] {
        let plan = try world.plan()
        #expect(plan.left.allSatisfy { $0.finding.severity != .error }, "\(plan.left)")
        return plan.edits.map(\.change)
    }

    @Test func `a stale provider is replaced by the build's`() async throws {
        try await world.library(common, "int one(void) { return 9; }")
        try await world.library(common, both, in: .build)
        #expect(try fixes() == [place(common)])
    }

    @Test func `a stale consumer is replaced, and with it what it wants`() async throws {
        // The build renamed what ceph-osd calls; the image has the new library and the old program.
        let renamed = "int one(void) { return 9; } int renamed(void) { return 8; }"
        for state in [LinkWorld.State.image, .build] { try await world.library(common, renamed, in: state) }
        try await world.program("bin/ceph-osd", LinkWorld.osd.replacing("gone", with: "renamed"), in: .build)
        #expect(try fixes() == [place("bin/ceph-osd")])
    }

    @Test func `a fix that breaks others is completed by what mends those`() async throws {
        // The new ceph-mon wants what only the new library has, which lacks what the old ceph-osd wants.
        let renamed = "int one(void) { return 9; } int renamed(void) { return 8; }"
        try await world.library(common, renamed, in: .build)
        let mon = LinkWorld.mon.replacing("one", with: "renamed")
        try await world.program("bin/ceph-mon", mon, in: .build)
        try await world.program("bin/ceph-osd", LinkWorld.osd.replacing("gone", with: "renamed"), in: .build)
        try await world.scratch.run("cp", "build/bin/ceph-mon", "image/bin/ceph-mon")
        #expect(try fixes() == [place(common), place("bin/ceph-osd")])
    }

    @Test func `a fix that would break others for good is dropped`() async throws {
        let renamed = "int one(void) { return 9; } int renamed(void) { return 8; }"
        try await world.library(common, renamed, in: .build)
        try await world.program("bin/ceph-mon", LinkWorld.mon.replacing("one", with: "renamed"), in: .build)
        try await world.scratch.run("cp", "build/bin/ceph-mon", "image/bin/ceph-mon")
        try await world.scratch.run("rm", "build/bin/ceph-osd")
        let plan = try world.plan()
        #expect(plan.edits.isEmpty)
        #expect(plan.left.map(\.finding.cause.kind) == [.undefinedSymbols])
        #expect(plan.left.first?.advice?.contains("ceph-mon") == true)
    }

    @Test func `a library that shadows the build's is replaced where the loader found it, and the other copy goes`()
        async throws
    {
        try await world.scratch.run("mkdir", "image/lib2")
        for (state, path) in [(LinkWorld.State.image, "lib2/libcommon.so.2"), (.build, common)] {
            try await world.library(path, both, in: state)
        }
        try await world.scratch.run("cp", "build/\(common)", "image/lib2/libcommon.so.2")
        #expect(try fixes() == [place(common), .remove(path: world.path("lib2/libcommon.so.2"))])
    }

    @Test func `a missing library is added with its link, where its install step wanted it`() async throws {
        try await world.library("lib/libnew.so.1", "int fresh(void) { return 1; }", in: .build)
        let text =
            "int fresh(void), one(void); int provided(void) { return 1; } int main(void) { return fresh() + one(); }"
        let libraries = ["libnew.so.1", "libcommon.so.2"]
        try await world.program("bin/ceph-mon", text, in: .build, libraries: libraries)
        try await world.scratch.run("mv", "build/lib/libnew.so.1", "build/lib/libnew.so.1.0")
        try await world.scratch.run("ln", "-s", "libnew.so.1.0", "build/lib/libnew.so.1")
        try await world.scratch.run("cp", "build/bin/ceph-mon", "image/bin/ceph-mon")
        let link = TreeEdit.Change.link(path: try world.path("lib/libnew.so.1"), target: "libnew.so.1.0")
        #expect(try fixes() == [place("lib/libnew.so.1.0"), link])
    }

    @Test func `a lost link is restored, and nothing is copied`() async throws {
        for state in ["base", "image", "build"] {
            try await world.scratch.run("mv", "\(state)/\(common)", "\(state)/lib/libcommon.so.2.0")
            try await world.scratch.run("ln", "-s", "libcommon.so.2.0", "\(state)/\(common)")
        }
        try await world.scratch.run("rm", "image/\(common)")
        #expect(try fixes() == [.link(path: world.path(common), target: "libcommon.so.2.0")])
    }

    @Test(arguments: ["truncate -s 5000", "sh -c 'echo text >\"$0\"'", "chmod 600"])
    func `what is cut off, overwritten or locked is replaced`(command: String) async throws {
        try await world.library(common, both, in: .build)
        try await world.scratch.run("sh", "-c", "\(command) image/\(common)")
        #expect(try fixes() == [place(common)])
    }

    @Test func `an object of another machine is replaced`() async throws {
        let file = world.scratch.path.appending("image/\(common)").string
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[18] = 183  // e_machine: AArch64
        try bytes.write(to: URL(filePath: file))
        #expect(try fixes() == [place(common)])
    }

    @Test func `a folder that nobody may enter is opened`() async throws {
        try await world.scratch.run("chmod", "700", "image/lib/plugins")
        #expect(try fixes() == [.permissions(path: world.path("lib/plugins"), mode: 0o755)])
    }

    @Test func `a search path of the build tree leads to the library again`() async throws {
        for state in [LinkWorld.State.base, .image, .build] {
            try await world.scratch.run("mkdir", "\(state.rawValue)/lib/ceph")
            try await world.library("lib/ceph/libdeep.so.1", "int deep(void) { return 1; }", in: state)
            try await world.program(
                "bin/deep",
                "int deep(void); int main(void) { return deep(); }",
                in: state,
                libraries: ["ceph/libdeep.so.1"],
                "-Wl,--enable-new-dtags,-rpath,/lib/ceph"
            )
        }
        for state in ["image", "build"] {
            try await world.scratch.run("patchelf", "--set-rpath", "/build/lib:::::::::", "\(state)/bin/deep")
        }
        let changes = try fixes()
        #expect(changes == [.runpath(path: try world.path("bin/deep"), folders: "/lib/ceph")])
    }

    @Test func `a library in a folder that the cache does not know yet needs no more than a fresh cache`() async throws
    {
        for state in ["base", "image"] {
            try await world.scratch.run("mkdir", "-p", "\(state)/etc", "\(state)/sbin", "\(state)/opt")
            try await world.scratch.run("cp", "/sbin/ldconfig", "\(state)/sbin/ldconfig")
            try world.scratch.write("\(state)/etc/ld.so.conf", "/opt\n")
            try await world.library(
                "lib/libfar.so.1",
                "int far(void) { return 1; }",
                in: state == "base" ? .base : .image
            )
            try await world.scratch.run("mv", "\(state)/lib/libfar.so.1", "\(state)/opt")
            let other = state == "base" ? LinkWorld.State.base : .image
            try await world.program(
                "bin/far",
                "int far(void); int main(void) { return far(); }",
                in: other,
                libraries: ["../opt/libfar.so.1"],
                "-Wl,-rpath,/none"
            )
            try await world.scratch.run("ldconfig", "-X", "-r", world.scratch.path.appending(state).string)
        }
        try await world.scratch.run("mkdir", "image/far")
        try await world.scratch.run("mv", "image/opt/libfar.so.1", "image/far")
        try world.scratch.write("image/etc/ld.so.conf", "/opt\n/far\n")
        #expect(try fixes() == [.loaderCache(path: world.path("etc/ld.so.cache"))])
    }

    @Test func `a plugin that its program cannot open is replaced`() async throws {
        let text = "int provided(void), nobodys(void); int ec(void) { return provided() + nobodys(); }"
        try await world.library("lib/plugins/libec_y.so", text)
        #expect(try fixes() == [place("lib/plugins/libec_y.so")])
    }

    @Test func `a program that no longer has what plugins want is replaced`() async throws {
        try await world.program("bin/ceph-osd", LinkWorld.mon)
        #expect(try fixes() == [place("bin/ceph-osd")])
    }

    @Test func `what the build does not have is left, with what would help`() async throws {
        try await world.scratch.run("rm", "image/\(common)", "build/\(common)")
        let plan = try world.plan()
        #expect(plan.edits.isEmpty && plan.left.map(\.finding.cause) == [.missingLibrary(name: "libcommon.so.2")])
        #expect(plan.left.first?.advice?.contains("neither the build nor the builder has libcommon.so.2") == true)
    }

    @Test func `a plugin that is cut off, and that the build lacks, is not taken away`() async throws {
        try await world.scratch.run("rm", "build/lib/plugins/libec_y.so")
        try await world.scratch.run("truncate", "-s", "5000", "image/lib/plugins/libec_y.so")
        let plan = try world.plan()
        #expect(plan.edits.isEmpty && plan.left.map(\.finding.cause.kind) == [.brokenObject])
    }

    @Test func `what is no library gives way to the one that it hides`() async throws {
        for state in [LinkWorld.State.base, .image] {
            try await world.scratch.run("mkdir", "\(state.rawValue)/lib/spare")
            try await world.library("lib/spare/libtool.so.1", "int tool(void) { return 1; }", in: state)
            try await world.program(
                "bin/tool",
                "int tool(void); int main(void) { return tool(); }",
                in: state,
                libraries: ["spare/libtool.so.1"],
                "-Wl,-rpath,/lib/spare"
            )
        }
        try world.scratch.write("image/lib/libtool.so.1", "no library")
        #expect(try fixes() == [.remove(path: world.path("lib/libtool.so.1"))])
    }

    @Test func `an edit says which finding it answers`() async throws {
        try await world.library(common, "int one(void) { return 9; }")
        let edit = try #require(world.plan().edits.first)
        #expect(edit.description == "put the build's /lib/libcommon.so.2 at /lib/libcommon.so.2")
        #expect(edit.reason.hasPrefix("/lib/libcommon.so.2 does not have gone, which /bin/ceph-osd wants"))
    }

    @Test func `what is healthy needs nothing`() throws {
        let plan = try world.plan()
        #expect(plan.edits.isEmpty && plan.left.isEmpty)
    }
}
