// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

/// With cmake itself, which places files by its own rules and by a program.
@Suite(.tags(.medium)) struct InstallTreeTests {
    private let scratch: ScratchDirectory
    private let tree: InstallTree

    init() throws {
        scratch = try ScratchDirectory()
        let folders = BuildFolders(workspace: scratch.path, cache: scratch.path.appending("cache"))
        tree = InstallTree(in: HostFolders(folders))
        for folder in ["build", "install", "source"] {
            try FileManager.default.createDirectory(
                atPath: scratch.path.appending(folder).string,
                withIntermediateDirectories: true
            )
        }
    }

    private func install(_ files: String...) async throws {
        for file in files where !scratch.exists("source/\(file)") { try scratch.write("source/\(file)", file) }
        try scratch.write(
            "source/CMakeLists.txt",
            """
            cmake_minimum_required(VERSION 3.16)
            project(sample NONE)
            install(FILES \(files.joined(separator: " ")) DESTINATION bin)
            install(CODE "file(WRITE \\"\\$ENV{DESTDIR}/usr/lib/module-\(files.count).py\\" code)")
            """
        )
        let known = try await tree.prepare()
        let folder = scratch.path.string
        try await scratch.run("cmake", "-S", "source", "-B", "build", "-DCMAKE_INSTALL_PREFIX=/usr")
        try await scratch.run("env", "DESTDIR=\(folder)/install", "cmake", "-P", "build/cmake_install.cmake")
        try await tree.finish(after: known)
    }

    private func installed() async throws -> [String] {
        try await scratch.run("sh", "-c", "cd install && find . ! -type d | sort")
    }

    @Test func `what is up to date is not written again, and what changed is`() async throws {
        try await install("a", "b")
        // Only a file that was kept can still say this.
        try scratch.write("install/usr/bin/a", "kept")
        try await scratch.run("touch", "-r", "source/a", "install/usr/bin/a")
        try scratch.write("source/b", "changed")
        try await scratch.run("touch", "-d", "+1 minute", "source/b")
        try await install("a", "b")
        #expect(try scratch.read("install/usr/bin/a") == "kept")
        #expect(try scratch.read("install/usr/bin/b") == "changed")
    }

    @Test func `what an earlier build placed and this one does not is gone, whoever placed it`() async throws {
        try await install("a", "b", "c")
        try await install("a", "c")
        #expect(
            try await installed() == ["./usr/bin/a", "./usr/bin/c", "./usr/lib/module-2.py"]
        )
    }

    @Test func `after an install that did not come to its end everything is placed anew`() async throws {
        try await install("a")
        try scratch.write("install/usr/bin/half", "half")
        _ = try await tree.prepare()
        #expect(try await installed() == ["./usr/bin/a"])
        _ = try await tree.prepare()
        #expect(try await installed().isEmpty)
    }

    @Test func `a list that leads out of the tree does no harm`() async throws {
        try await install("a")
        try scratch.write("outside", "stays")
        try scratch.write("build/.cephdev-installed", "/../outside\n/usr/../../outside\nnonsense\n")
        try await install("a")
        #expect(scratch.exists("outside"))
        let left = try await installed()
        #expect(left == ["./usr/bin/a", "./usr/lib/module-1.py"])
    }
}
