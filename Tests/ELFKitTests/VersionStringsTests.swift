// SPDX-License-Identifier: Apache-2.0

import ELFKit
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// What plugins say of their version, read from the code that compilers make of it.
@Suite(.tags(.medium)) struct VersionStringsTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func read(_ text: String, _ compiler: String) async throws -> DynamicObject {
        try scratch.write("plugin.c", text + "\n")
        try await scratch.run("sh", "-c", "\(compiler) -shared -nostdlib -fPIC plugin.c -o plugin.so")
        return try #require(try DynamicObject.read(scratch.path.appending("plugin.so")))
    }

    private static let text = "const char *__erasure_code_version(void) { return \"18.2.7-3-gabc\"; }"

    @Test(arguments: [
        "gcc -O0", "gcc -O2", "gcc -O2 -fcf-protection", "clang -O2",
        "clang --target=aarch64-linux-gnu -fuse-ld=lld -O2",
        "clang --target=aarch64-linux-gnu -fuse-ld=lld -O2 -mbranch-protection=standard",
        "clang --target=aarch64-linux-gnu -fuse-ld=lld -O2 -Wl,--no-relax",
    ])
    func `a plugin's version is what its function returns`(compiler: String) async throws {
        #expect(try await read(Self.text, compiler).pluginVersion == "18.2.7-3-gabc")
    }

    @Test(arguments: [
        "const char *__erasure_code_version(void) { return 0; }",
        "extern const char *other(void); const char *__erasure_code_version(void) { return other(); }",
        "const char *version(void) { return \"18.2.7\"; }",
    ])
    func `what is no such function says nothing`(text: String) async throws {
        #expect(try await read(text, "gcc -O2").pluginVersion == nil)
    }

    @Test func `versions are found among the texts of Ceph's own library, and of no other`() async throws {
        let text =
            "const char *a(int i) { static const char *const t[] = {\"18.2.7\", \"Development\", \"1.2\", \"x18.2.8\", "
            + "\"20.1.0-dirty\", \"1.2.3 or so\"}; return t[i]; }"
        let common = try await read(text, "gcc -O2 -Wl,-soname,libceph-common.so.2")
        #expect(common.cephVersions == ["18.2.7", "20.1.0-dirty", "Development"])
        #expect(try await read(text, "gcc -O2 -Wl,-soname,libother.so.2").cephVersions.isEmpty)
    }
}
