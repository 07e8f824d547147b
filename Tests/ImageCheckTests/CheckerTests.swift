// SPDX-License-Identifier: Apache-2.0

import FileTree
import ImageCheck
import TestSupport
import Testing

@Suite(.tags(.medium)) struct CheckerTests {
    private let world: LinkWorld

    init() async throws { world = try await LinkWorld() }

    @Test func `an image that links has no findings`() async throws {
        try await world.library("lib/libcommon.so.2", "int one(void) { return 9; } int gone(void) { return 8; }")
        let report = try await world.check(changed: "lib/libcommon.so.2")
        #expect(report.errors.isEmpty && report.hasPassed && report.comparedWithBase)
    }

    @Test func `only what changed and what loads it is looked at`() async throws {
        #expect(try await world.check().objectCount == 0)
        #expect(try await world.check(changed: "bin/ceph-mon").objectCount == 1)
        #expect(try await world.check(changed: "lib/libcommon.so.2").objectCount == 3)
    }

    @Test func `without a base everything is looked at`() async throws {
        let report = try await world.check(withBase: false)
        #expect(report.objectCount == 5)
        #expect(report.errors.isEmpty && !report.comparedWithBase)
    }

    @Test func `a stale duplicate that the loader takes is found, with both places`() async throws {
        try await world.scratch.run("mkdir", "image/lib2")
        try await world.library("lib2/libcommon.so.2", "int one(void) { return 9; } int gone(void) { return 8; }")
        let report = try await world.check(changed: "lib2/libcommon.so.2")
        let cause = try Finding.Cause.staleLibrary(
            name: "libcommon.so.2",
            found: world.path("lib/libcommon.so.2"),
            expected: world.path("lib2/libcommon.so.2")
        )
        #expect(report.errors.map(\.cause) == [cause])
        #expect(try report.errors.first?.victims == [world.path("bin/ceph-mon"), world.path("bin/ceph-osd")])
    }

    @Test func `a stale duplicate behind a search path with '..' is found too`() async throws {
        for state in [LinkWorld.State.base, .image] {
            try await world.scratch.run("mkdir", "\(state.rawValue)/opt")
            try await world.library("opt/libfar.so.1", "int far(void) { return 1; }", in: state)
            let text = "int far(void); int main(void) { return far(); }"
            let options = "-Wl,-rpath,$ORIGIN/../opt"
            try await world.program("bin/far", text, in: state, libraries: ["../opt/libfar.so.1"], options)
        }
        try await world.scratch.run("mkdir", "image/lib2")
        try await world.library("lib2/libfar.so.1", "int far(void) { return 2; }")
        let cause = try Finding.Cause.staleLibrary(
            name: "libfar.so.1",
            found: world.path("opt/libfar.so.1"),
            expected: world.path("lib2/libfar.so.1")
        )
        #expect(try await world.check(changed: "lib2/libfar.so.1").errors.map(\.cause) == [cause])
    }

    @Test func `an identical duplicate is no finding`() async throws {
        try await world.scratch.run("mkdir", "image/lib2")
        try await world.scratch.run("cp", "image/lib/libcommon.so.2", "image/lib2/libcommon.so.2")
        #expect(try await world.check(changed: "lib2/libcommon.so.2").errors.isEmpty)
    }

    @Test func `a library that is nowhere is one finding with every victim`() async throws {
        try await world.library("lib/libnew.so.1", "int fresh(void) { return 1; }")
        let text =
            "int fresh(void); int provided(void) { return 1; } int osd_only(void) { return 1; }"
            + " int main(void) { return fresh(); }"
        for name in ["bin/ceph-mon", "bin/ceph-osd"] {
            try await world.program(name, text, libraries: ["libnew.so.1"])
        }
        try await world.scratch.run("rm", "image/lib/libnew.so.1")
        let report = try await world.check(changed: "bin/ceph-mon", "bin/ceph-osd")
        #expect(report.errors.map(\.cause) == [.missingLibrary(name: "libnew.so.1")])
        #expect(try report.errors.first?.victims == [world.path("bin/ceph-mon"), world.path("bin/ceph-osd")])
    }

    @Test func `a symbol that a new library no longer has is found in its old consumer`() async throws {
        try await world.library("lib/libcommon.so.2", "int one(void) { return 9; }")
        let report = try await world.check(changed: "lib/libcommon.so.2")
        let consumer = try world.path("bin/ceph-osd")
        #expect(report.errors.map(\.cause) == [.lostSymbols(provider: "/lib/libcommon.so.2")])
        #expect(report.errors.first?.victims == [consumer])
        #expect(report.errors.first?.symbols.map(\.name) == ["gone"])
        #expect(report.errors.first?.symbols.first?.consumers == [consumer])
    }

    @Test func `a call that is bound when it is first made is told apart from what stops a program at once`()
        async throws
    {
        for (state, options) in [(LinkWorld.State.base, "lazy"), (.base, "now")] {
            let text = "int one(void), gone(void); int main(void) { return one() + gone(); }"
            try await world.program(
                "bin/\(options)",
                text,
                in: state,
                libraries: ["libcommon.so.2"],
                "-Wl,-z,\(options)"
            )
        }
        try await world.library("lib/libcommon.so.2", "int one(void) { return 9; }")
        for (program, isLazy) in [("lazy", true), ("now", false)] {
            try await world.scratch.run("rm", "-f", "image/bin/lazy", "image/bin/now", "image/bin/ceph-osd")
            try await world.scratch.run("cp", "base/bin/\(program)", "image/bin")
            let findings = try await world.check(changed: "lib/libcommon.so.2").errors.filter { !$0.symbols.isEmpty }
            #expect(findings.map(\.isLazy) == [isLazy])
            #expect(findings.flatMap(\.victims).map(\.name) == [program])
            #expect(findings.first?.description.contains("it shows only when") == isLazy)
        }
    }

    @Test func `a library that is cut off is found`() async throws {
        try await world.scratch.run("truncate", "-s", "5000", "image/lib/libcommon.so.2")
        let report = try await world.check(changed: "lib/libcommon.so.2")
        #expect(try report.errors.flatMap(\.victims).contains(world.path("bin/ceph-osd")))
        let cause = try Finding.Cause.brokenObject(path: world.path("lib/libcommon.so.2"), reason: "file too short")
        #expect(report.errors.map(\.cause) == [cause])
    }

    @Test func `what the base complains about already is no finding`() async throws {
        for state in [LinkWorld.State.base, .image] {
            try await world.library("lib/libold.so.1", "int old(void) { return 1; }", in: state)
            let text = "int old(void), one(void); int main(void) { return old() + one(); }"
            try await world.program("bin/tool", text, in: state, libraries: ["libold.so.1", "libcommon.so.2"])
            try await world.scratch.run("rm", "\(state.rawValue)/lib/libold.so.1")
        }
        try await world.library("lib/libcommon.so.2", "int one(void) { return 9; } int gone(void) { return 8; }")
        #expect(try await world.check(changed: "lib/libcommon.so.2", "bin/tool").errors.isEmpty)
    }

    @Test func `what newer processors are given must link too`() async throws {
        try await world.scratch.run("mkdir", "-p", "image/lib/glibc-hwcaps/x86-64-v3")
        let library = "lib/glibc-hwcaps/x86-64-v3/libcommon.so.2"
        try await world.library(library, "int one(void) { return 9; }")
        let report = try await world.check(changed: library)
        #expect(report.errors.map(\.cause) == [.lostSymbols(provider: "/lib/libcommon.so.2")])
        #expect(report.errors.first?.victims.map(\.name) == ["ceph-osd"])
    }

    // MARK: Plugins

    @Test func `a plugin whose program lost a symbol is found`() async throws {
        try await world.program("bin/ceph-osd", LinkWorld.mon)
        let finding = try #require(try await world.check(changed: "bin/ceph-osd").errors.first)
        #expect(finding.cause == .lostSymbols(provider: "/bin/ceph-osd") && finding.severity == .error)
        #expect(finding.victims.map(\.name) == ["libcls_x.so"] && finding.symbols.map(\.name) == ["osd_only"])
    }

    @Test func `a program that never could open a plugin need not`() async throws {
        let text = "int one(void); int provided(void) { return 7; } int main(void) { return one(); }"
        try await world.program("bin/ceph-mon", text)
        #expect(try await world.check(changed: "bin/ceph-mon").errors.isEmpty)
    }

    @Test func `a changed plugin that wants too much is lost to every program that had it`() async throws {
        let text = "int provided(void), nobodys(void); int ec(void) { return provided() + nobodys(); }"
        try await world.library("lib/plugins/libec_y.so", text)
        let findings = try await world.check(changed: "lib/plugins/libec_y.so").errors
        #expect(try findings.map(\.cause) == [.pluginLost(plugin: world.path("lib/plugins/libec_y.so"))])
        #expect(findings.first?.victims.map(\.name) == ["ceph-mon", "ceph-osd"])
        #expect(findings.first?.symbols.map(\.name) == ["nobodys"])
    }

    @Test func `a new plugin that no program can open is found`() async throws {
        try await world.library("lib/plugins/libcls_new.so", "int nobodys(void); int c(void) { return nobodys(); }")
        let findings = try await world.check(changed: "lib/plugins/libcls_new.so").errors
        let plugin = try world.path("lib/plugins/libcls_new.so")
        #expect(findings.map(\.cause) == [.undefinedSymbols(consumer: plugin)])
        #expect(findings.first?.symbols.map(\.name) == ["nobodys"])
    }

    @Test func `a new plugin that one program can open is fine`() async throws {
        try await world.library("lib/plugins/libcls_new.so", "int osd_only(void); int c(void) { return osd_only(); }")
        #expect(try await world.check(changed: "lib/plugins/libcls_new.so").errors.isEmpty)
    }

    @Test func `a new plugin in a folder of its own is judged too`() async throws {
        try await world.scratch.run("mkdir", "image/lib/fresh")
        try await world.library("lib/fresh/libfresh.so", "int nobodys(void); int c(void) { return nobodys(); }")
        #expect(try await world.check(changed: "lib/fresh/libfresh.so").errors.count == 1)
    }

    @Test func `a plugin that needs a library which is nowhere is found`() async throws {
        try await world.library("lib/libnew.so.1", "int fresh(void) { return 1; }")
        try await world.library(
            "lib/plugins/libec_y.so",
            "int fresh(void); int ec(void) { return fresh(); }",
            "image/lib/libnew.so.1"
        )
        try await world.scratch.run("rm", "image/lib/libnew.so.1")
        let causes = try await world.check(changed: "lib/plugins/libec_y.so").errors.map(\.cause)
        #expect(causes == [.missingLibrary(name: "libnew.so.1")])
    }

    // MARK: Commands

    @Test(arguments: [
        ("echo broken; exit 1", "status 1"), ("echo nothing useful", "status 0"), ("kill -BUS $$", "status 135"),
        ("echo usage: rados; exit 124", "status 124"), ("echo usage: rados; exit 127", "status 127"),
    ])
    func `a command that fails or says nothing of use is found`(script: String, status: String) async throws {
        try await world.setCommand("rados", script)
        let causes = try await world.check().errors.map(\.cause)
        guard case .commandFailed("rados --help", status, _) = causes.first else {
            Issue.record("\(causes)")
            return
        }
        #expect(causes.count == 1)
    }

    @Test func `a help text is enough, whatever the command says of the cluster that it lacks`() async throws {
        try await world.setCommand("ceph", "echo usage: ceph; exit 1")
        #expect(try await world.check().errors.isEmpty)
    }

    @Test func `a command that is gone is found`() async throws {
        try await world.scratch.run("rm", "image/bin/ceph-fuse")
        #expect(try await world.check().errors.map(\.cause) == [.commandMissing(command: "ceph-fuse")])
    }

    @Test func `a command that the base does not have either is not asked for`() async throws {
        try await world.scratch.run("rm", "base/bin/ceph-fuse", "image/bin/ceph-fuse", "commands/ceph-fuse")
        #expect(try await world.check().errors.isEmpty)
    }

    @Test func `a command that is there and cannot be found in the container is missing`() async throws {
        try await world.scratch.run("rm", "commands/ceph-mon")
        #expect(try await world.check().errors.map(\.cause) == [.commandMissing(command: "ceph-mon")])
    }

    @Test func `a daemon that does not say its version is found`() async throws {
        try await world.setCommand("ceph-osd", "echo symbol lookup error >&2; exit 1")
        let causes = try await world.check().errors.map(\.cause)
        let output = ["symbol lookup error"]
        #expect(causes == [.commandFailed(command: "ceph-osd --version", status: "status 1", output: output)])
    }

    @Test func `a command that fails because of what was found already is no finding of its own`() async throws {
        try await world.library("lib/libcommon.so.2", "int one(void) { return 9; }")
        try await world.setCommand("ceph-osd", "echo symbol lookup error >&2; exit 127")
        let causes = try await world.check(changed: "lib/libcommon.so.2").errors.map(\.cause)
        #expect(causes == [.lostSymbols(provider: "/lib/libcommon.so.2")])
    }

    @Test func `commands that the build cannot have broken need not run`() async throws {
        try await world.library("lib/libcommon.so.2", "int one(void) { return 9; } int gone(void) { return 8; }")
        try await world.setCommand("rados", "exit 1")
        let report = try await world.check(changed: "lib/libcommon.so.2", commands: .affected)
        #expect(report.commands == ["ceph-mon --version", "ceph-osd --version"] && report.errors.isEmpty)
        #expect(try await world.check(changed: "lib/libcommon.so.2").commands.count == 5)
    }

    @Test func `commands bind every symbol at their start`() async throws {
        try await world.setCommand("ceph", "echo \"usage with ${LD_BIND_NOW:?}\"")
        #expect(try await world.check().errors.isEmpty)
    }

    @Test func `an image without a shell is an error, not a finding`() async throws {
        let checker = try Checker(
            image: world.side(.image),
            base: nil,
            changed: [],
            objects: world.objects(),
            shell: { _, _, _ in ["sh: not found"] }
        )
        await #expect(throws: CheckError.self) { try await checker.check() }
    }
}
