// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

/// The script that installs what chosen targets built, against cmake's own install of everything.
@Suite(.tags(.medium)) struct InstallTargetsTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        for (name, text) in Self.project { try scratch.write("source/\(name)", text) }
    }

    @Test func `an executable comes with the libraries it links to, their links, and what configure wrote`()
        async throws
    {
        try await configure()
        try await build("one")
        try await installTargets("one")
        #expect(
            try await files("subset") == [
                "f usr/bin/one", "f usr/bin/script", "f usr/lib/libarchive.a", "f usr/lib/sub/libshared.so.1.0.0",
                "l usr/lib/sub/libshared.so -> libshared.so.1", "l usr/lib/sub/libshared.so.1 -> libshared.so.1.0.0",
            ]
        )
    }

    @Test(arguments: ["one", "shared", "one;shared"])
    func `files, modes, links and run paths are those of a full install`(targets: String) async throws {
        try await configure()
        try await build(targets)
        try await installTargets(targets)
        try await scratch.run("cmake", "--build", "build")
        try await scratch.run("env", "DESTDIR=\(scratch.path)/full", "cmake", "--install", "build")
        let chosen = try await listing("subset")
        let all = try await listing("full")
        #expect(!chosen.isEmpty && Set(chosen).isSubset(of: all))
        #expect(try await runPaths("subset") == runPaths("full").filter { chosen.joined().contains($0.name) })
    }

    @Test func `a run path of the build tree does not ship`() async throws {
        try await configure()
        try await build("one")
        #expect(try await scratch.run("readelf", "-d", "build/one").contains { $0.contains("\(scratch.path)") })
        try await installTargets("one")
        let dynamic = try await scratch.run("readelf", "-d", "subset/usr/bin/one")
        #expect(dynamic.filter { $0.contains("PATH") }.allSatisfy { $0.contains("[/usr/lib/sub]") })
    }

    @Test func `install code runs when the custom target of its folder was built`() async throws {
        try await configure()
        try await build("binding")
        try await installTargets("binding")
        #expect(scratch.exists("subset/usr/lib/python/binding.py"))
    }

    @Test func `install code of a folder that was not built does not run`() async throws {
        try await configure()
        try await build("one")
        try await installTargets("one")
        #expect(!scratch.exists("subset/usr/lib/python/binding.py"))
    }

    @Test func `what an earlier build of another target left is not installed`() async throws {
        try await configure()
        try await scratch.run("cmake", "--build", "build")
        try await installTargets("two")
        let files = try await files("subset")
        #expect(files.contains("f usr/bin/two") && !files.contains("f usr/bin/one"))
    }

    @Test func `a target that is not there is an error`() async throws {
        try await configure()
        await #expect(throws: (any Error).self) { try await installTargets("three") }
    }

    // MARK: The project

    private static let project = [
        "CMakeLists.txt": """
        cmake_minimum_required(VERSION 3.16)
        project(sample C)
        set(CMAKE_INSTALL_RPATH /usr/lib/sub)
        set(CMAKE_INSTALL_LIBDIR lib/sub)
        add_library(shared SHARED shared.c)
        set_target_properties(shared PROPERTIES VERSION 1.0.0 SOVERSION 1 INSTALL_RPATH "")
        add_library(archive STATIC archive.c)
        add_executable(one one.c)
        target_link_libraries(one shared archive)
        add_executable(two two.c)
        install(TARGETS one two DESTINATION bin)
        install(TARGETS shared LIBRARY DESTINATION lib/sub)
        install(TARGETS archive ARCHIVE DESTINATION lib)
        configure_file(script.in ${CMAKE_BINARY_DIR}/script @ONLY)
        install(PROGRAMS ${CMAKE_BINARY_DIR}/script DESTINATION bin)
        install(FILES data.txt DESTINATION share)
        add_subdirectory(python)
        """,
        "python/CMakeLists.txt": """
        add_custom_target(binding ALL COMMAND ${CMAKE_COMMAND} -E touch ${CMAKE_CURRENT_BINARY_DIR}/built)
        install(CODE "execute_process(
            COMMAND ${CMAKE_COMMAND} -E make_directory \\$ENV{DESTDIR}/usr/lib/python
            RESULT_VARIABLE status)
          if(NOT status EQUAL 0)
            message(FATAL_ERROR \\"it failed\\")
          endif()
          execute_process(COMMAND ${CMAKE_COMMAND} -E touch \\$ENV{DESTDIR}/usr/lib/python/binding.py)")
        """,
        "shared.c": "int shared(void) { return 1; }\n",
        "archive.c": "int archive(void) { return 2; }\n",
        "one.c": "int shared(void); int archive(void); int main(void) { return shared() + archive(); }\n",
        "two.c": "int main(void) { return 0; }\n",
        "script.in": "#!/bin/sh\necho @CMAKE_PROJECT_NAME@\n",
        "data.txt": "data\n",
    ]

    private func configure() async throws {
        try await scratch.run("cmake", "-S", "source", "-B", "build", "-G", "Ninja", "-DCMAKE_INSTALL_PREFIX=/usr")
    }

    private func build(_ targets: String) async throws {
        try await scratch.run("sh", "-c", "ninja -C build \(targets.split(separator: ";").joined(separator: " "))")
    }

    private func installTargets(_ targets: String) async throws {
        let script = FilePath(#filePath).removingLastComponent().pushing("../../../Dockerfiles/src/builder")
            .appending("install-targets.cmake").lexicallyNormalized()
        try await scratch.run(
            "env",
            "DESTDIR=\(scratch.path)/subset",
            "cmake",
            "-DBUILD=\(scratch.path)/build",
            "-DTARGETS=\(targets)",
            "-P",
            script.string
        )
    }

    /// Kinds, paths and targets of links.
    private func files(_ root: String) async throws -> [String] {
        try await scratch.run(
            "find",
            root,
            "-type",
            "f",
            "-printf",
            "f %P\\n",
            "-o",
            "-type",
            "l",
            "-printf",
            "l %P -> %l\\n"
        ).sorted()
    }

    private func listing(_ root: String) async throws -> [String] {
        try await scratch.run("find", root, "-not", "-type", "d", "-printf", "%y %m %s %P %l\\n").sorted()
    }

    private struct RunPath: Equatable {
        let name: String
        let lines: [String]
    }

    private func runPaths(_ root: String) async throws -> [RunPath] {
        var paths: [RunPath] = []
        for name in ["usr/bin/one", "usr/lib/sub/libshared.so.1.0.0"] where scratch.exists("\(root)/\(name)") {
            let lines = try await scratch.run("readelf", "-d", "\(root)/\(name)")
            paths.append(RunPath(name: name, lines: lines.filter { $0.contains("PATH") || $0.contains("NEEDED") }))
        }
        return paths
    }
}
