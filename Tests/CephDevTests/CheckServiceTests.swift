// SPDX-License-Identifier: Apache-2.0

import CephDev
import FileTree
import FoundationEssentials
import ImageCheck
import OCIKit
import Reporting
import SystemPackage
import TestSupport
import Testing

/// Images outside of any engine: nothing is run.
@Suite(.tags(.medium)) struct CheckServiceTests {
    private let scratch: ScratchDirectory

    init() async throws {
        scratch = try ScratchDirectory()
        try await scratch.run(
            "sh",
            "-ec",
            """
            mkdir -p base/bin base/lib base/lib64
            echo 'stands for the loader' >base/lib64/ld-linux-x86-64.so.2
            echo 'int used(void) { return 1; }' >library.c
            echo 'int used(void); int main(void) { return used(); }' >program.c
            gcc -nostdlib -shared -fPIC -Wl,-soname,libused.so.1 library.c -o base/lib/libused.so.1
            gcc -nostdlib -Wl,-e,main,-rpath,/lib program.c base/lib/libused.so.1 -o base/bin/program
            cp -a base image
            """
        )
    }

    /// Takes the symbol that the program wants out of the image's library.
    private func breakLibrary() async throws {
        try await scratch.run(
            "sh",
            "-ec",
            """
            echo 'int other(void) { return 1; }' >library.c
            gcc -nostdlib -shared -fPIC -Wl,-soname,libused.so.1 library.c -o image/lib/libused.so.1
            """
        )
    }

    private func check(_ location: ImageLocation, base: ImageLocation? = nil) async throws -> CheckReport {
        let workspace = try Workspace(
            at: scratch.path.appending("workspace"),
            cache: scratch.path.appending("cache")
        )
        let service = CheckService(workspace: workspace, reporter: .silent, engine: nil)
        return try await service.check(location, base: base)
    }

    private func folder(_ name: String) -> ImageLocation { .rootFileSystem(scratch.path.appending(name)) }

    /// Compared with the base it is known who had it.
    private static let lost = Finding.Cause.lostSymbols(provider: "/lib/libused.so.1")

    private func undefined() throws -> Finding.Cause {
        .undefinedSymbols(consumer: try TreePath(parsing: "bin/program"))
    }

    @Test func `a file system that links has no findings, and nothing is run`() async throws {
        let report = try await check(folder("base"))
        #expect(report.hasPassed && report.objectCount == 2 && report.commands.isEmpty && !report.comparedWithBase)
    }

    @Test func `a file system that does not link is found so, compared with a base or not`() async throws {
        try await breakLibrary()
        #expect(try await check(folder("image")).errors.map(\.cause) == [undefined()])
        #expect(try await check(folder("image"), base: folder("base")).errors.map(\.cause) == [Self.lost])
    }

    @Test func `what the base lacks as well is no finding`() async throws {
        try await breakLibrary()
        try await scratch.run("cp", "-a", "image", "older")
        try scratch.write("image/new", "not an object")
        let report = try await check(folder("image"), base: folder("older"))
        #expect(report.hasPassed && report.comparedWithBase)
    }

    @Test func `an image of a layout, and of the archive of one, is checked without unpacking it`() async throws {
        try await breakLibrary()
        try await scratch.run(
            "sh",
            "-ec",
            """
            umoci init --layout layout
            umoci new --image layout:it
            tar -cf layer.tar -C image .
            umoci raw add-layer --image layout:it layer.tar
            tar -cf layout.tar -C layout .
            """
        )
        for location in [
            ImageLocation.layout(scratch.path.appending("layout"), name: "it"),
            .layoutArchive(scratch.path.appending("layout.tar"), name: "it"),
        ] {
            #expect(try await check(location, base: folder("base")).errors.map(\.cause) == [Self.lost])
        }
    }

    @Test func `objects that the cache lost are read again`() async throws {
        try await breakLibrary()
        _ = try await check(folder("image"))
        try await scratch.run("rm", "-r", "cache/objects")
        #expect(try await check(folder("image")).errors.map(\.cause) == [undefined()])
    }
}
