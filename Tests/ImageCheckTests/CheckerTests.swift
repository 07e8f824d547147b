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
        #expect(report.findings.isEmpty && report.hasPassed && report.comparedWithBase)
    }

    @Test func `only what changed and what loads it is looked at`() async throws {
        #expect(try await world.check().objectCount == 0)
        #expect(try await world.check(changed: "bin/ceph-mon").objectCount == 1)
        #expect(try await world.check(changed: "lib/libcommon.so.2").objectCount == 3)
    }

    @Test func `without a base everything is looked at`() async throws {
        let report = try await world.check(withBase: false)
        #expect(report.objectCount == 5)
        #expect(report.findings.isEmpty && !report.comparedWithBase)
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
        #expect(report.findings.map(\.cause) == [cause])
        #expect(try report.findings.first?.victims == [world.path("bin/ceph-mon"), world.path("bin/ceph-osd")])
    }

    @Test func `an identical duplicate is no finding`() async throws {
        try await world.scratch.run("mkdir", "image/lib2")
        try await world.scratch.run("cp", "image/lib/libcommon.so.2", "image/lib2/libcommon.so.2")
        #expect(try await world.check(changed: "lib2/libcommon.so.2").findings.isEmpty)
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
        #expect(report.findings.map(\.cause) == [.missingLibrary(name: "libnew.so.1")])
        #expect(try report.findings.first?.victims == [world.path("bin/ceph-mon"), world.path("bin/ceph-osd")])
    }

    @Test func `a symbol that a new library no longer has is found in its old consumer`() async throws {
        try await world.library("lib/libcommon.so.2", "int one(void) { return 9; }")
        let report = try await world.check(changed: "lib/libcommon.so.2")
        let consumer = try world.path("bin/ceph-osd")
        #expect(report.findings.map(\.cause) == [.undefinedSymbol(symbol: "gone", consumer: consumer.description)])
        #expect(report.findings.first?.victims == [consumer])
        #expect(report.findings.first?.provider == "/lib/libcommon.so.2")
    }

    @Test func `a call that is bound when it is first made is told apart from what stops a program at once`()
        async throws
    {
        for (state, options) in [(LinkWorld.State.base, "lazy"), (.image, "lazy"), (.image, "now")] {
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
        let findings = try await world.check(changed: "lib/libcommon.so.2", "bin/now").findings
        let lazy = findings.filter(\.isLazy).flatMap(\.victims).map(\.name)
        #expect(lazy.contains("lazy") && !lazy.contains("now"))
        #expect(findings.filter { !$0.isLazy }.flatMap(\.victims).map(\.name).contains("now"))
    }

    @Test func `a library that is cut off is found`() async throws {
        try await world.scratch.run("truncate", "-s", "5000", "image/lib/libcommon.so.2")
        let report = try await world.check(changed: "lib/libcommon.so.2")
        #expect(try report.findings.flatMap(\.victims).contains(world.path("bin/ceph-osd")))
        let cause = try Finding.Cause.brokenObject(path: world.path("lib/libcommon.so.2"), reason: "file too short")
        #expect(report.findings.map(\.cause) == [cause])
    }

    @Test func `what the base complains about already is no finding`() async throws {
        for state in [LinkWorld.State.base, .image] {
            try await world.library("lib/libold.so.1", "int old(void) { return 1; }", in: state)
            let text = "int old(void), one(void); int main(void) { return old() + one(); }"
            try await world.program("bin/tool", text, in: state, libraries: ["libold.so.1", "libcommon.so.2"])
            try await world.scratch.run("rm", "\(state.rawValue)/lib/libold.so.1")
        }
        try await world.library("lib/libcommon.so.2", "int one(void) { return 9; } int gone(void) { return 8; }")
        #expect(try await world.check(changed: "lib/libcommon.so.2", "bin/tool").findings.isEmpty)
    }

    // MARK: Plugins

    @Test func `a plugin whose program lost a symbol is found`() async throws {
        try await world.program("bin/ceph-osd", LinkWorld.mon)
        let cause = try Finding.Cause.pluginLost(
            plugin: world.path("lib/plugins/libcls_x.so"),
            host: world.path("bin/ceph-osd"),
            symbols: ["osd_only"]
        )
        #expect(try await world.check(changed: "bin/ceph-osd").findings.map(\.cause) == [cause])
    }

    @Test func `a program that never could open a plugin need not`() async throws {
        let text = "int one(void); int provided(void) { return 7; } int main(void) { return one(); }"
        try await world.program("bin/ceph-mon", text)
        #expect(try await world.check(changed: "bin/ceph-mon").findings.isEmpty)
    }

    @Test func `a changed plugin that wants too much is lost to every program that had it`() async throws {
        let text = "int provided(void), nobodys(void); int ec(void) { return provided() + nobodys(); }"
        try await world.library("lib/plugins/libec_y.so", text)
        let hosts = try await world.check(changed: "lib/plugins/libec_y.so").findings.map { finding -> String in
            guard case .pluginLost(_, let host, ["nobodys"]) = finding.cause else { return "\(finding)" }
            return host.name
        }
        #expect(hosts == ["ceph-mon", "ceph-osd"])
    }

    @Test func `a new plugin that no program can open is found`() async throws {
        try await world.library("lib/plugins/libcls_new.so", "int nobodys(void); int c(void) { return nobodys(); }")
        let findings = try await world.check(changed: "lib/plugins/libcls_new.so").findings
        #expect(findings.count == 1)
        guard case .pluginLost(let plugin, _, ["nobodys"]) = findings.first?.cause else {
            Issue.record("\(findings)")
            return
        }
        #expect(plugin.name == "libcls_new.so")
    }

    @Test func `a new plugin that one program can open is fine`() async throws {
        try await world.library("lib/plugins/libcls_new.so", "int osd_only(void); int c(void) { return osd_only(); }")
        #expect(try await world.check(changed: "lib/plugins/libcls_new.so").findings.isEmpty)
    }

    @Test func `a new plugin in a folder of its own is judged too`() async throws {
        try await world.scratch.run("mkdir", "image/lib/fresh")
        try await world.library("lib/fresh/libfresh.so", "int nobodys(void); int c(void) { return nobodys(); }")
        #expect(try await world.check(changed: "lib/fresh/libfresh.so").findings.count == 1)
    }

    @Test func `a plugin that needs a library which is nowhere is found`() async throws {
        try await world.library("lib/libnew.so.1", "int fresh(void) { return 1; }")
        try await world.library(
            "lib/plugins/libec_y.so",
            "int fresh(void); int ec(void) { return fresh(); }",
            "image/lib/libnew.so.1"
        )
        try await world.scratch.run("rm", "image/lib/libnew.so.1")
        let causes = try await world.check(changed: "lib/plugins/libec_y.so").findings.map(\.cause)
        #expect(causes == [.missingLibrary(name: "libnew.so.1")])
    }

    // MARK: Commands

    @Test(arguments: [
        ("echo broken; exit 1", "status 1"), ("echo nothing useful", "status 0"), ("kill -BUS $$", "status 135"),
        ("echo usage: rados; exit 124", "status 124"), ("echo usage: rados; exit 127", "status 127"),
    ])
    func `a command that fails or says nothing of use is found`(script: String, status: String) async throws {
        try await world.setCommand("rados", script)
        let causes = try await world.check().findings.map(\.cause)
        guard case .commandFailed("rados --help", status, _) = causes.first else {
            Issue.record("\(causes)")
            return
        }
        #expect(causes.count == 1)
    }

    @Test func `a help text is enough, whatever the command says of the cluster that it lacks`() async throws {
        try await world.setCommand("ceph", "echo usage: ceph; exit 1")
        #expect(try await world.check().findings.isEmpty)
    }

    @Test func `a command that is gone is found`() async throws {
        try await world.scratch.run("mkdir", "commands-base")
        try await world.scratch.run("mv", "commands/ceph-fuse", "commands-base")
        #expect(try await world.check().findings.map(\.cause) == [.commandMissing(command: "ceph-fuse")])
    }

    @Test func `a command that the base does not have either is not asked for`() async throws {
        try await world.scratch.run("rm", "commands/ceph-fuse")
        #expect(try await world.check().findings.isEmpty)
    }

    @Test func `commands bind every symbol at their start`() async throws {
        try await world.setCommand("ceph", "echo \"usage with ${LD_BIND_NOW:?}\"")
        #expect(try await world.check().findings.isEmpty)
    }

    @Test func `an image without a shell is an error, not a finding`() async throws {
        let checker = try Checker(
            image: world.side(.image),
            base: nil,
            changed: [],
            objects: world.objects(),
            shell: { _, _ in ["sh: not found"] },
            baseShell: nil
        )
        await #expect(throws: CheckError.self) { try await checker.check() }
    }
}
