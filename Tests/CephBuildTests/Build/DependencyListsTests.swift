// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

struct DependencyListsTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("install-deps.sh", "#!/bin/sh\n")
        try scratch.write("debian/control", "Build-Depends: cmake\n")
        try scratch.write("debian/source/format", "3.0\n")
        try scratch.write("src/script/lib-build.sh", "x\n")
        try scratch.write("src/main.cc", "int main() {}\n")
    }

    @Test func `the lists are those that exist, with all of debian, and no source`() throws {
        let expected = ["debian/control", "debian/source/format", "install-deps.sh", "src/script/lib-build.sh"]
        #expect(try DependencyLists(in: scratch.path).paths == expected)
    }

    @Test(arguments: ["install-deps.sh", "debian/control"])
    func `source without lists is refused`(missing: String) throws {
        try FileManager.default.removeItem(atPath: scratch.path.appending(missing).string)
        #expect(throws: BuildFailure.self) { try DependencyLists(in: scratch.path) }
    }

    @Test func `a spec file stands for debian's control file`() throws {
        try FileManager.default.removeItem(atPath: scratch.path.appending("debian/control").string)
        try scratch.write("ceph.spec.in", "BuildRequires: cmake\n")
        #expect(try DependencyLists(in: scratch.path).paths.contains("ceph.spec.in"))
    }

    @Test func `equal lists have equal fingerprints, whatever else changes`() throws {
        let before = try fingerprint()
        try scratch.write("src/main.cc", "int main() { return 1; }\n")
        try scratch.write("install-deps.sh", "#!/bin/sh\n")
        #expect(try fingerprint() == before)
    }

    @Test func `another content is another fingerprint`() throws {
        let before = try fingerprint()
        try scratch.write("debian/control", "Build-Depends: meson\n")
        #expect(try fingerprint() != before)
    }

    @Test func `another mode is another fingerprint`() throws {
        let before = try fingerprint()
        chmod(scratch.path.appending("install-deps.sh").string, 0o755)
        #expect(try fingerprint() != before)
    }

    @Test func `a dangling link is a list like others`() throws {
        try link("debian/dangling", to: "nowhere")
        let before = try fingerprint()
        #expect(before.contains("debian/dangling -> nowhere"))
        unlink(scratch.path.appending("debian/dangling").string)
        try link("debian/dangling", to: "elsewhere")
        #expect(try fingerprint() != before)
    }

    @Test func `copies keep content, modes and links`() throws {
        try link("debian/dangling", to: "nowhere")
        chmod(scratch.path.appending("install-deps.sh").string, 0o755)
        let other = try ScratchDirectory()
        try DependencyLists(in: scratch.path).copy(to: other.path)
        #expect(try DependencyLists(in: other.path).fingerprint() == fingerprint())
    }

    private func fingerprint() throws -> [String] { try DependencyLists(in: scratch.path).fingerprint() }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path.appending(name).string,
            withDestinationPath: target
        )
    }
}
