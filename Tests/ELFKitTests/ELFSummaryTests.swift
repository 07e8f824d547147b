// SPDX-License-Identifier: Apache-2.0

import ELFKit
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium)) struct ELFSummaryTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func compile(_ output: String, _ options: String...) async throws {
        try scratch.write("a.c", "int answer(void) { return 42; }\nint main(void) { return answer(); }\n")
        try await scratch.run("sh", "-c", "gcc -g \(options.joined(separator: " ")) -o \(output) a.c")
    }

    private func read(_ name: String) throws -> ELFSummary? {
        try ELFSummary.read(scratch.path.appending(name))
    }

    @Test func `programs and libraries load, objects do not`() async throws {
        try await compile("program", "-Wl,--build-id")
        try await compile("library.so", "-shared", "-fPIC")
        try await compile("object.o", "-c")
        #expect(try read("program")?.isLoadable == true)
        #expect(try read("library.so")?.isLoadable == true)
        #expect(try read("object.o")?.isLoadable == false)
    }

    @Test func `the build-id is the one that readelf shows`() async throws {
        try await compile("program", "-Wl,--build-id")
        let notes = try await scratch.run("readelf", "--notes", "program")
        let shown = notes.first { $0.contains("Build ID:") }?.split(separator: " ").last.map(String.init)
        #expect(try read("program")?.buildID == shown)
        #expect(shown?.count == 40)
        try await compile("anonymous", "-Wl,--build-id=none")
        #expect(try read("anonymous")?.buildID == nil)
    }

    @Test func `what strip leaves has no symbols`() async throws {
        try await compile("program")
        #expect(try read("program")?.hasSymbols == true)
        try await scratch.run("strip", "program")
        #expect(try read("program")?.hasSymbols == false)
    }

    @Test func `text is no ELF object, and neither is an empty file`() throws {
        try scratch.write("text", "#!/bin/sh\n")
        try scratch.write("empty", "")
        #expect(try read("text") == nil)
        #expect(try read("empty") == nil)
    }

    @Test func `cut or scrambled objects are errors, or read as something, and never trap`() async throws {
        try await compile("program")
        let whole = try scratch.bytes("program")
        for count in stride(from: 1, to: whole.count, by: 997) {
            try scratch.write("cut", Array(whole.prefix(count)))
            _ = try? read("cut")  // whatever it says
        }
        for seed in 0..<200 {
            var scrambled = whole
            for step in 0..<8 { scrambled[(seed &* 7919 &+ step &* 104_729) % whole.count] ^= UInt8(1 + seed % 255) }
            try scratch.write("scrambled", scrambled)
            _ = try? read("scrambled")  // as above
        }
    }
}
