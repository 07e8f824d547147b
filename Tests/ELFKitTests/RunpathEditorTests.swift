// SPDX-License-Identifier: Apache-2.0

import ELFKit
import Glibc
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// Judged by readelf, by cmake, which changes RUNPATHs itself, and by the loader.
@Suite(.tags(.medium)) struct RunpathEditorTests {
    private let scratch: ScratchDirectory
    private var source: FilePath { scratch.path.appending("object") }
    private var result: FilePath { scratch.path.appending("result") }

    init() throws { scratch = try ScratchDirectory() }

    /// Links a shared library of `text`.
    private func library(_ options: [String], _ text: String = "int f(void) { return 1; }") async throws {
        try scratch.write("source.c", text + "\n")
        let words = ["gcc", "-nostdlib", "-shared", "-fPIC", "source.c", "-o", "object"] + options
        try await scratch.run("sh", "-c", words.map(ShellWord.quote).joined(separator: " "))
    }

    private func edit(_ runpath: String) throws {
        try RunpathEditor.rewrite(source, to: result, runpath: runpath)
    }

    /// The tags and what they stand for, without the addresses of the entries.
    private func dynamic(_ name: String) async throws -> [String] {
        try await scratch.run("readelf", "-W", "--dynamic", name).filter { $0.hasPrefix(" 0x") }
    }

    // MARK: Another one

    @Test(arguments: ["-m64", "-m32"], ["/short", "/usr/lib/x86_64-linux-gnu/ceph"])
    func `cmake writes the same bytes`(machine: String, runpath: String) async throws {
        try await library([machine, "-Wl,-rpath,/build/lib::::::::::::::::::::,-soname,libf.so.1"])
        try edit(runpath)
        try await scratch.run("cp", "-p", "object", "expected")
        try scratch.write(
            "change.cmake",
            "file(RPATH_CHANGE FILE expected OLD_RPATH /build/lib:::::::::::::::::::: NEW_RPATH \(runpath))\n"
        )
        try await scratch.run("cmake", "-P", "change.cmake")
        #expect(try scratch.bytes("result") == scratch.bytes("expected"))
        #expect(try DynamicObject.read(result)?.runpath == runpath)
    }

    @Test func `readelf sees no other difference, and the mode stays`() async throws {
        try await library(["-Wl,-rpath,/build/lib,-soname,libf.so.1"])
        try await scratch.run("chmod", "555", "object")
        try edit("/lib")
        let before = try await dynamic("object")
        #expect(before.contains { $0.contains("[/build/lib]") })
        #expect(try await dynamic("result") == before.map { $0.replacing("[/build/lib]", with: "[/lib]") })
        #expect(try await scratch.run("stat", "-c", "%a", "result") == ["555"])
    }

    @Test func `the loader follows the new one`() async throws {
        try await scratch.run("mkdir", "old", "new")
        for (folder, status) in [("old", 3), ("new", 4)] {
            try await library(["-Wl,-soname,libf.so"], "int f(void) { return \(status); }")
            try await scratch.run("mv", "object", "\(folder)/libf.so")
        }
        try scratch.write("main.c", "int f(void); int main(void) { return f(); }\n")
        try await scratch.run("gcc", "main.c", "old/libf.so", "-o", "object", "-Wl,-rpath,$ORIGIN/old:/nowhere")
        try edit("$ORIGIN/new")
        #expect(try await ProcessRunner.run(Command(source.string, [])).status == .exited(3))
        #expect(try await ProcessRunner.run(Command(result.string, [])).status == .exited(4))
    }

    @Test func `an RPATH stays one`() async throws {
        try await library(["-Wl,--disable-new-dtags,-rpath,/build/lib"])
        try edit("/lib")
        let object = try #require(try DynamicObject.read(result))
        #expect(object.rpath == "/lib" && object.runpath == nil)
    }

    // MARK: None

    @Test(arguments: ["-m64", "-m32"], ["--enable-new-dtags", "--disable-new-dtags"])
    func `without one the other entries stay as they are`(machine: String, tags: String) async throws {
        try await library([machine, "-Wl,\(tags),-rpath,/build/lib,-soname,libf.so.1,-z,now"])
        try edit("")
        let before = try await dynamic("object").filter { !$0.contains("/build/lib") }
        let after = try await dynamic("result")
        // There is one more NULL at the end, which readelf shows.
        #expect(after.filter { !$0.contains("(NULL)") } == before.filter { !$0.contains("(NULL)") })
        #expect(try !String(decoding: scratch.bytes("result"), as: UTF8.self).contains("/build/lib"))
        var expected = try #require(try DynamicObject.read(source))
        (expected.rpath, expected.runpath) = (nil, nil)
        expected.symbols.names = try #require(try DynamicObject.read(result)).symbols.names
        #expect(try DynamicObject.read(result) == expected)
    }

    @Test func `without one the other names stay, though one of them lay in it`() async throws {
        try await library(["-Wl,-rpath,/build/tail,-soname,tail"])
        try edit("")
        let object = try #require(try DynamicObject.read(result))
        #expect(object.soname == "tail" && object.runpath == nil)
    }

    // MARK: Refused

    @Test func `one that does not fit is refused, and nothing is written`() async throws {
        try await library(["-Wl,-rpath,/lib"])
        #expect(throws: ELFError.runpathTooLong(source, runpath: "/lib2", room: 4)) { try edit("/lib2") }
        #expect(!scratch.exists("result"))
    }

    @Test func `what has none is refused`() async throws {
        try await library([])
        #expect(throws: ELFError.noRunpath(source)) { try edit("/lib") }
        #expect(throws: ELFError.noRunpath(source)) { try edit("") }
    }

    @Test func `what is no object is refused`() throws {
        try scratch.write("object", "text")
        #expect(throws: ELFError.self) { try edit("/lib") }
        #expect(throws: ELFError.self) { try RunpathEditor.rewrite("/not/there", to: result, runpath: "/lib") }
    }

    @Test(arguments: [
        ["-Wl,-rpath,/a/tail", "-Wl,-soname,tail"], ["-Wl,-rpath,tail", "-Wl,-soname,long-tail"],
        ["-Wl,-rpath,/a/libn.so", "libn.so"], ["-Wl,-rpath,/a/f"],
        ["-Wl,-rpath,/a/VERSION_1", "-Wl,--version-script=map"], ["-Wl,-rpath,/a/NEEDED_1", "needed.so"],
    ])
    func `one that shares its bytes with another name is refused`(options: [String]) async throws {
        try scratch.write("map", "VERSION_1 { global: f; };\n")
        try scratch.write("needed.map", "NEEDED_1 { global: g; };\n")
        try await library(["-Wl,-soname,libn.so"], "int g(void) { return 1; }")
        try await scratch.run("mv", "object", "libn.so")
        try await library(["-Wl,--version-script=needed.map"], "int g(void) { return 1; }")
        try await scratch.run("mv", "object", "needed.so")
        try await library(options, "int g(void); int f(void) { return g(); }")
        let present = try #require(try DynamicObject.read(source)?.runpath)
        #expect(throws: ELFError.runpathShared(source, runpath: present)) { try edit("x") }
    }

    @Test func `whether it fits is known before`() async throws {
        try await library(["-Wl,-rpath,/lib"])
        let object = try #require(try DynamicObject.read(source))
        #expect(RunpathEditor.fits("/lib", in: object) && RunpathEditor.fits("", in: object))
        #expect(!RunpathEditor.fits("/lib2", in: object))
        #expect(!RunpathEditor.fits("", in: DynamicObject(format: object.format)))
    }

    @Test func `no damage of an object leads out of the file`() async throws {
        try await library(["-Wl,-rpath,/build/lib,-soname,libf.so.1"])
        let bytes = try scratch.bytes("object")
        var random = SplitMix(state: 7)
        for _ in 0..<400 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                damaged[.random(in: 4..<1200, using: &random)] = .random(in: 0...255, using: &random)
            }
            try scratch.write("object", damaged)
            for runpath in ["/lib", ""] {
                guard (try? edit(runpath)) != nil else { continue }  // any error is right, only no crash
                #expect(try scratch.bytes("result").count == bytes.count)
            }
        }
    }
}
