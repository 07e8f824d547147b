// SPDX-License-Identifier: Apache-2.0

import FileTree
import FoundationEssentials
import ImageCheck
import SystemPackage
import TestSupport
import Testing

/// Findings that no symbol tells of, each as the only one.
@Suite(.tags(.medium)) struct FileRulesTests {
    private let world: LinkWorld
    private let common = "lib/libcommon.so.2"
    private let text = "int one(void) { return 9; } int gone(void) { return 8; }"

    init() async throws { world = try await LinkWorld() }

    /// Without those that every replaced library brings about.
    private func findings(_ changed: String) async throws -> [Finding] {
        try await world.check(changed: changed).findings.filter { $0.cause.kind != .unstableLibrary }
    }

    @Test func `a link that leads nowhere any more is an error, a new one a warning`() async throws {
        try await world.scratch.run("ln", "-s", "libcommon.so.2", "base/lib/libcommon.so")
        try await world.scratch.run("ln", "-s", "libcommon.so.3", "image/lib/libcommon.so")
        try await world.scratch.run("ln", "-s", "libother.so.3", "image/lib/libother.so")
        let findings = try await world.check(changed: "lib/libcommon.so", "lib/libother.so").findings
        #expect(
            try findings.map(\.cause) == [
                .danglingLink(path: world.path("lib/libcommon.so"), target: "libcommon.so.3"),
                .danglingLink(path: world.path("lib/libother.so"), target: "libother.so.3"),
            ]
        )
        #expect(findings.map(\.severity) == [.error, .warning])
    }

    @Test func `a library that only its owner may read is found, behind a folder too`() async throws {
        try await world.scratch.run("chmod", "600", "image/\(common)")
        let path = try world.path(common)
        #expect(try await findings(common).map(\.cause) == [.unreadable(path: path, blocker: path)])
        try await world.scratch.run("chmod", "644", "image/\(common)")
        try await world.scratch.run("chmod", "700", "image/lib/plugins")
        let plugins = try world.path("lib/plugins")
        let causes = try await findings(common).map(\.cause)
        #expect(
            try causes
                == ["libcls_x.so", "libec_y.so"].map { .unreadable(path: try plugins.appending($0), blocker: plugins) }
        )
    }

    @Test func `a file with a library's name that is none is found`() async throws {
        try world.scratch.write("image/lib/plugins/libcls_x.so", "version https://git-lfs.github.com/spec/v1\n")
        let path = try world.path("lib/plugins/libcls_x.so")
        #expect(try await findings("lib/plugins/libcls_x.so").map(\.cause) == [.notAnObject(path: path)])
    }

    @Test func `an object for another machine is found, and who lacks it now`() async throws {
        let file = world.scratch.path.appending("image/\(common)").string
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[18] = 183  // e_machine: AArch64
        try bytes.write(to: URL(filePath: file))
        let causes = try await findings(common).map(\.cause)
        #expect(
            try causes == [
                .foreignObject(path: world.path(common), machine: "AArch64", expected: "x86-64"),
                .missingLibrary(name: "libcommon.so.2"),
            ]
        )
    }

    @Test func `what starts programs must be there`() async throws {
        for state in [LinkWorld.State.base, .image] {
            try world.scratch.write("\(state.rawValue)/lib/ld-own.so", "stands for a loader")
            try await world.program(
                "bin/tool",
                LinkWorld.mon,
                in: state,
                libraries: ["libcommon.so.2"],
                "-Wl,-I,/lib/ld-own.so"
            )
        }
        try await world.scratch.run("rm", "image/lib/ld-own.so")
        #expect(try await findings("bin/tool").map(\.cause) == [.missingInterpreter(path: "/lib/ld-own.so")])
    }

    @Test(arguments: ["/build/lib::::", "lib", "/build/lib", ""])
    func `a search path of the build tree, or into the current folder, is a warning`(runpath: String) async throws {
        try await world.library(common, text, in: .image, "-Wl,--enable-new-dtags,-rpath,x")
        let file = world.scratch.path.appending("image/\(common)").string
        try await world.scratch.run("patchelf", "--set-rpath", runpath.isEmpty ? ":" : runpath, file)
        let findings = try await findings(common)
        #expect(findings.map(\.cause) == [.searchPath(text: runpath.isEmpty ? ":" : runpath)])
        #expect(findings.map(\.severity) == [.warning])
    }

    @Test func `a link to another library is found`() async throws {
        for state in [LinkWorld.State.base, .image] {
            try await world.library("lib/libother.so.1", text, in: state)
        }
        try await world.scratch.run("ln", "-sf", "libother.so.1", "image/\(common)")
        let other = try world.path("lib/libother.so.1")
        let causes = try await findings(common).map(\.cause)
        #expect(causes == [.wrongLibrary(name: "libcommon.so.2", found: other, soname: "libother.so.1")])
    }

    @Test func `a module for another Python is found`() async throws {
        for state in ["base", "image"] {
            try await world.scratch.run("mkdir", "-p", "\(state)/usr/bin", "\(state)/usr/lib/python3")
            try world.scratch.write("\(state)/usr/bin/python3.13", "stands for Python")
        }
        let module = "usr/lib/python3/other.cpython-312-x86_64-linux-gnu.so"
        try await world.library(module, "int r(void) { return 1; }")
        let cause = Finding.Cause.otherPython(tag: "cpython-312", has: ["cpython-313"])
        #expect(try await findings(module).map(\.cause) == [cause])
    }

    @Test func `files with one SONAME and different content are a warning`() async throws {
        try await world.scratch.run("mkdir", "image/lib/spare")
        try await world.library("lib/spare/libcommon.so.2.1", text, in: .image, "-Wl,-soname,libcommon.so.2")
        let findings = try await findings("lib/spare/libcommon.so.2.1")
        let paths = try ["lib/libcommon.so.2", "lib/spare/libcommon.so.2.1"].map(world.path)
        #expect(findings.map(\.cause) == [.duplicateLibrary(soname: "libcommon.so.2", paths: paths)])
        #expect(findings.map(\.severity) == [.warning])
    }
}
