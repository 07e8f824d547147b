// SPDX-License-Identifier: Apache-2.0

import ELFKit
import FileTree
import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// Judged by readelf, on objects of this host and on small ones made for the purpose.
@Suite(.tags(.medium)) struct DynamicObjectTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private static let hostObjects = [
        "/usr/bin/git", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libc.so.6",
        "/usr/lib/x86_64-linux-gnu/libcrypto.so.3",
    ]

    private func read(_ path: String) throws -> DynamicObject {
        try #require(try DynamicObject.read(FilePath(path)))
    }

    /// Compiles `text` and reads the object.
    private func compiled(_ text: String, _ options: String...) async throws -> DynamicObject {
        try scratch.write("source.c", text + "\n")
        let words = ["gcc", "-nostdlib", "source.c", "-o", "object"] + options
        try await scratch.run("sh", "-c", words.map(ShellWord.quote).joined(separator: " "))
        return try read(scratch.path.appending("object").string)
    }

    private func readelf(_ option: String, _ path: String) async throws -> [[Substring]] {
        try await ProcessRunner.run(Command("readelf", ["-W", option, path], environment: ["LC_ALL": "C"]))
            .requireSuccess().output.map { $0.split(separator: " ") }
    }

    // MARK: Beside readelf

    @Test(arguments: hostObjects)
    func `libraries and names are those that readelf shows`(path: String) async throws {
        let object = try read(path)
        func shown(_ tag: String) async throws -> [String] {
            try await readelf("--dynamic", path).filter { $0.count > 2 && $0[1] == "(\(tag))" }.map {
                String(($0.last ?? "").dropFirst().dropLast())
            }
        }
        #expect(try await object.needed == shown("NEEDED"))
        #expect(try await [object.soname].compactMap(\.self) == shown("SONAME"))
    }

    @Test(arguments: hostObjects)
    func `definitions are the symbols that readelf shows as visible`(path: String) async throws {
        let object = try read(path)
        let shown = try await readelf("--dyn-syms", path).compactMap { words -> String? in
            guard words.count >= 8, words[6] != "UND", ["GLOBAL", "WEAK", "UNIQUE"].contains(words[4]),
                ["DEFAULT", "PROTECTED"].contains(words[5])
            else { return nil }
            let isVersion = words[6] == "ABS" && !words[7].contains("@")
            return isVersion ? nil : words[7].split(separator: "@").first.map(String.init)
        }
        let names = object.symbols.definitions.map(object.symbols.name)
        #expect(
            Set(names).subtracting(object.versions.map(\.name)) == Set(shown).subtracting(object.versions.map(\.name))
        )
    }

    @Test(arguments: hostObjects)
    func `what is kept of an object is read back as it was`(path: String) throws {
        let object = try read(path)
        #expect(try object.encoded.withUnsafeBytes { try DynamicObject(decoding: $0) } == object)
    }

    @Test func `the folders of a loader are those that it tells itself`() async throws {
        let path = "/lib64/ld-linux-x86-64.so.2"
        let said = try await ProcessRunner.run(Command(path, ["--list-diagnostics"])).requireSuccess().output
        let folders = said.filter { $0.hasPrefix("path.system_dirs[") }.compactMap { line in
            line.split(separator: "\"").dropFirst().first.map { String($0.dropLast()) }
        }
        #expect(try read(path).loaderFolders == folders)
        #expect(try read(Self.hostObjects[1]).loaderFolders.isEmpty)
    }

    // MARK: Small objects

    @Test func `a weak reference, a call and a variable are told apart`() async throws {
        let text = """
            int called(void); extern int variable; int maybe(void) __attribute__((weak));
            int f(void) { return called() + variable + (maybe ? maybe() : 0); }
            """
        let object = try await compiled(text, "-shared", "-fPIC", "-Wl,-z,lazy")
        let flags = object.symbols.references.reduce(into: [String: SymbolTable.Flags]()) {
            $0[object.symbols.name(of: $1)] = $1.flags
        }
        #expect(flags["called"] == .lazy)
        #expect(flags["variable"] == [])
        #expect(flags["maybe"]?.contains(.weak) == true)
        #expect(!object.bindsNow)
    }

    @Test func `a hidden symbol is none, and one that the object has itself is no reference`() async throws {
        let text = """
            __attribute__((visibility("hidden"))) int hidden(void) { return 1; }
            int own(void) { return hidden(); } int other(void) { return own(); }
            """
        let object = try await compiled(text, "-shared", "-fPIC", "-Wl,-z,now,-soname,libown.so.1,-rpath,/a:$ORIGIN/b")
        #expect(Set(object.symbols.definitions.map(object.symbols.name)) == ["own", "other"])
        #expect(object.symbols.references.isEmpty && object.bindsNow)
        #expect(object.soname == "libown.so.1" && object.runpath == "/a:$ORIGIN/b" && object.rpath == nil)
    }

    @Test func `a variable that a program copies is a reference though it defines it`() async throws {
        _ = try await compiled("int shared = 1;", "-shared", "-fPIC", "-Wl,-soname,liba.so")
        try await scratch.run("mv", "object", "liba.so")
        let program = "extern int shared; int main(void) { return shared; }"
        let object = try await compiled(program, "-no-pie", "-fno-pic", "-Wl,-e,main", "liba.so")
        #expect(object.symbols.references.map(object.symbols.name) == ["shared"])
        #expect(object.symbols.references.first?.flags.contains(.copied) == true)
        #expect(object.isExecutable && object.needed == ["liba.so"] && object.interpreter != nil)
    }

    @Test func `versions are told with the file that is to have them`() async throws {
        try scratch.write("map", "V1 { global: old; }; V2 { global: new; } V1;\n")
        let library = try await compiled(
            "int old(void) { return 1; } int new(void) { return 2; }",
            "-shared",
            "-fPIC",
            "-Wl,--version-script=map,-soname,liba.so.1"
        )
        #expect(library.definesVersions && Set(library.versions.map(\.name)) == ["V1", "V2"])
        try await scratch.run("mv", "object", "liba.so.1")
        let text = "int new(void); int f(void) { return new(); }"
        let user = try await compiled(text, "-shared", "-fPIC", "liba.so.1")
        #expect(user.versionNeeds.map(\.file) == ["liba.so.1"])
        #expect(user.versions.map(\.name) == ["V2"] && user.versions.map(\.file) == ["liba.so.1"])
        let reference = try #require(user.symbols.references.first)
        #expect(user.versions[Int(reference.versionName) - 1].name == "V2")
    }

    @Test func `an object without sections is read as the loader reads it`() async throws {
        let whole = try await compiled("int f(void) { return 1; }", "-shared", "-fPIC")
        try await scratch.run("cp", "object", "cut")
        // e_shoff, e_shnum and e_shstrndx of a 64-bit header.
        let file = try FileDescriptor.open(scratch.path.appending("cut"), .writeOnly)
        try file.closeAfter {
            try file.writeAll(toAbsoluteOffset: 40, [UInt8](repeating: 0, count: 8))
            try file.writeAll(toAbsoluteOffset: 60, [UInt8](repeating: 0, count: 4))
        }
        #expect(try read(scratch.path.appending("cut").string) == whole)
    }

    // MARK: Hostile input

    @Test func `no damage of an object is more than a damaged object`() async throws {
        _ = try await compiled("int g(void); int f(void) { return g(); }", "-shared", "-fPIC")
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: scratch.path.appending("object").string)))
        var random = SplitMix(state: 5)
        for _ in 0..<400 {
            var damaged = Array(
                bytes.prefix(Bool.random(using: &random) ? bytes.count : .random(in: 4...2000, using: &random))
            )
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                damaged[.random(in: 4..<min(damaged.count, 1200), using: &random)] = .random(
                    in: 0...255,
                    using: &random
                )
            }
            try Data(damaged).write(to: URL(filePath: scratch.path.appending("damaged").string))
            _ = try? DynamicObject.read(scratch.path.appending("damaged"))  // any error is right, only no crash
        }
    }

    @Test func `what is kept damaged is refused`() async throws {
        let kept = try await compiled("int g(void); int f(void) { return g(); }", "-shared", "-fPIC").encoded
        for length in 0..<kept.count {
            #expect(throws: TreeEncodingError.self) {
                try kept[..<length].withUnsafeBytes { try DynamicObject(decoding: $0) }
            }
        }
    }
}
