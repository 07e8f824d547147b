// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// What a developer does after a build that failed: `cephdev log`, `cephdev shell`, the error's hint.
@Suite(.tags(.large), .serialized)
struct WorkbenchTests {
    @Test(arguments: BuildTests.engines)
    func `the command that an error names repeats the step in the same container`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let run = try await sample.build("compile-error")
        #expect(run.status == 2)
        let line = run.errors.split(separator: "\n").first { $0.contains("again: cephdev ") } ?? ""
        let words = try ShellWord.split(String(line.drop { $0 != "c" }))
        let separator = try #require(words.firstIndex(of: "--"), "\(run.errors)")
        // The tests' own options belong in front of the command.
        let command = sample.command([])
        let again = Command(
            command.program,
            Array(words[1..<separator]) + command.arguments + Array(words[separator...]),
            environment: command.environment,
            workingDirectory: command.workingDirectory
        )
        let result = try await ProcessRunner.run(again)
        #expect(result.status == .exited(1), "\(result.errors)")
        #expect(result.output.contains { $0.contains("MDSRank.cc:6:10: error: 'rank_id'") }, "\(result.output)")
        #expect(result.output.contains { $0.hasPrefix("FAILED: src/mds/") })
    }

    @Test func `the log of errors holds the failed steps and no other`() async throws {
        let sample = try await Sample(engine: "docker")
        #expect(try await sample.build("compile-error").status == 2)
        let errors = try await sample.cephdev("log", "--errors")
        #expect(errors.status == 0 && errors.output.first?.hasPrefix("FAILED: src/mds/") == true)
        #expect(!errors.output.contains { $0.hasPrefix("[") || $0.hasPrefix("ninja: ") }, "\(errors.output)")
        #expect(try await sample.cephdev("log").output.contains { $0.hasPrefix("ninja: build stopped") })
        #expect(try await sample.cephdev("log", "install").status == 65)
    }

    @Test(arguments: BuildTests.engines)
    func `a command in the builder sees what the compiler saw, and its status is cephdev's`(engine: String) async throws
    {
        let sample = try await Sample(engine: engine)
        #expect(try await sample.cephdev("shell").status == 64)
        #expect(try await sample.build("compile-error").status == 2)
        let script = "pwd; test -w /ceph/build/build.ninja && test -d /install; echo $CCACHE_DIR; exit 7"
        let command = sample.command(["shell"])
        let inside = Command(
            command.program,
            command.arguments + ["--", "sh", "-c", script],
            environment: command.environment,
            workingDirectory: command.workingDirectory
        )
        let result = try await ProcessRunner.run(inside)
        #expect(result.status == .exited(7) && result.output == ["/ceph", "/ccache"], "\(result.errors)")
    }

    @Test func `a compiler without enough memory is told with the option that helps`() async throws {
        let sample = try await Sample(engine: "docker")
        // The macro keeps the compile cache from answering; the compiler's own trial by cmake would fail too.
        let limit = [
            "-DCMAKE_CXX_FLAGS=-DSHORT_OF_MEMORY -wrapper prlimit,--as=48000000", "-DCMAKE_CXX_COMPILER_WORKS=1",
        ]
        let flags = limit.map(ShellWord.quote).joined(separator: " ")
        let run = try await sample.build("main", "--threads", "4", "--configure-flags", flags)
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.errors.contains("hint: memory ran out at src/"), "\(run.errors)")
        #expect(
            run.errors.contains("4 compilers ran at once") && run.errors.contains("try '--threads "),
            "\(run.errors)"
        )
    }

    @Test(.enabled(if: getuid() == 0, "mounts a file system"))
    func `a disk that is full while it compiles is named`() async throws {
        let sample = try await Sample(engine: "docker")
        try await sample.scratch.run("mkdir", "-p", "workspace/build")
        try await sample.scratch.run("mount", "-t", "tmpfs", "-o", "size=700k", "cephdev-test", "workspace/build")
        let run: Sample.Run
        do {
            run = try await sample.build("main")
        } catch {
            try await sample.scratch.run("umount", "workspace/build")
            throw error
        }
        try await sample.scratch.run("umount", "workspace/build")
        #expect(run.status == 2, "\(run.errors)")
        let hint = run.errors.split(separator: "\n").last ?? ""
        #expect(hint.contains("workspace/build has ") && hint.contains("cephdev clean build"), "\(run.errors)")
    }
}
