// SPDX-License-Identifier: Apache-2.0

import FileTree
import TestSupport
import Testing

@testable import ImageCheck

/// What this host's own loader prints, read back.
@Suite(.tags(.medium)) struct LoaderTraceTests {
    private let world: HostWorld

    init() async throws { world = try await HostWorld() }

    @Test func `a healthy program names its libraries`() async throws {
        let object = try await trace("bin/ceph-osd")
        #expect(try object.libraries["libcommon.so.2"] == world.path("lib/libcommon.so.2").description)
        #expect(object.libraries["libc.so.6"] != nil)
        #expect(object.missingLibraries.isEmpty && object.problems.isEmpty && object.failure == nil)
    }

    @Test func `a missing library is named`() async throws {
        try await world.scratch.run("rm", "image/lib/libcommon.so.2")
        #expect(try await trace("bin/ceph-osd").missingLibraries == ["libcommon.so.2"])
    }

    @Test func `an undefined symbol is named with its consumer`() async throws {
        try await world.library("lib/libcommon.so.2", "int one(void) { return 1; }")
        let consumer = try world.path("bin/ceph-osd").description
        let problem = SymbolProblem(kind: .undefinedSymbol, symbol: "gone", consumer: consumer, expectedIn: nil)
        #expect(try await trace("bin/ceph-osd").problems == [problem])
    }

    @Test func `a missing version is named with the library that lacks it`() async throws {
        try await useVersions("V1 { global: one; }; V2 { global: gone; } V1;")
        try await world.program("bin/ceph-osd", HostWorld.osd)
        try await useVersions("V1 { global: one; gone; };")
        let problems = try await trace("bin/ceph-osd").problems
        let consumer = try world.path("bin/ceph-osd").description
        let library = try world.path("lib/libcommon.so.2").description
        let missing = SymbolProblem(kind: .missingVersion, symbol: "V2", consumer: consumer, expectedIn: library)
        #expect(problems.contains(missing))
        #expect(problems.contains { $0.kind == .undefinedSymbol && $0.symbol == "gone" })
    }

    @Test func `a library without versions for a versioned need is a failure when a symbol is missing`() async throws {
        try await useVersions("V1 { global: one; gone; };")
        try await world.program("bin/ceph-osd", HostWorld.osd)
        try await world.library("lib/libcommon.so.2", "int one(void) { return 1; }")
        let object = try await trace("bin/ceph-osd")
        #expect(object.failure != nil || !object.problems.isEmpty)
    }

    @Test(arguments: [20, 1000, 5000])
    func `a library that is cut off is a failure`(byteCount: Int) async throws {
        try await world.scratch.run("truncate", "-s", "\(byteCount)", "image/lib/libcommon.so.2")
        #expect(try await trace("bin/ceph-osd").failure != nil)
    }

    @Test func `a library that is no ELF file is a failure that names it`() async throws {
        try world.scratch.write("image/lib/libcommon.so.2", String(repeating: "version https://git-lfs\n", count: 50))
        let library = try world.path("lib/libcommon.so.2").description
        #expect(try await trace("bin/ceph-osd").failure == "\(library): invalid ELF header")
    }

    @Test func `objects come back in the order that was asked for`() async throws {
        let paths = try ["bin/ceph-osd", "lib/libcommon.so.2", "bin/ceph-mon"].map(world.path)
        #expect(try await LoaderTrace(shell: world.shell(.image)).trace(paths).map(\.path) == paths)
    }

    @Test func `plugins are loaded into their program`() async throws {
        let plugins = try ["lib/plugins/libcls_x.so", "lib/plugins/libec_y.so"].map(world.path)
        let trace = LoaderTrace(shell: world.shell(.image))
        let hosts = try ["bin/ceph-mon", "bin/ceph-osd"].map { (host: try world.path($0), plugins: plugins) }
        let objects = try await trace.trace(hosts: hosts)
        #expect(objects.map { $0.problems.map(\.symbol) } == [["osd_only"], []])
        #expect(objects.first?.problems.first?.consumer == plugins.first?.description)
    }

    @Test func `nothing to ask needs no shell`() async throws {
        #expect(try await LoaderTrace(shell: { _, _ in throw CancellationError() }).trace([]).isEmpty)
    }

    @Test(arguments: [[], ["sh: not found"], ["@@ /a", "\tlibc.so.6 => /lib/libc.so.6 (0x1)"]])
    func `an answer without its end is an error`(output: [String]) async throws {
        let trace = LoaderTrace(shell: { _, _ in output })
        let path = try TreePath(parsing: "a")
        await #expect(throws: CheckError.self) { try await trace.trace([path]) }
    }

    private func trace(_ path: String) async throws -> LoadedObject {
        let objects = try await LoaderTrace(shell: world.shell(.image)).trace([world.path(path)])
        return try #require(objects.first)
    }

    /// The common library with the versions of the linker script `map`.
    private func useVersions(_ map: String) async throws {
        try world.scratch.write("sources/versions.map", map)
        try await world.library(
            "lib/libcommon.so.2",
            "int one(void) { return 1; } int gone(void) { return 2; }",
            "-Wl,--version-script=sources/versions.map"
        )
    }
}
