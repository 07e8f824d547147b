// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium)) struct ProcessRunnerTests {
    private static func shell(_ script: String) -> Command { Command("sh", ["-c", script]) }

    @Test(arguments: [
        ("exit 0", ProcessKit.ExitStatus.exited(0)), ("exit 7", .exited(7)), ("kill -TERM $$", .signaled(15)),
        ("kill -KILL $$", .signaled(9)),
    ])
    func `how a program ended is its result`(script: String, status: ProcessKit.ExitStatus) async throws {
        #expect(try await ProcessRunner.run(Self.shell(script)).status == status)
    }

    @Test(arguments: ["cephdev-no-such-program", "/no/such/program"])
    func `a program that is not there is told by name`(program: String) async {
        let error = await #expect(throws: ProcessError.self) { try await ProcessRunner.run(Command(program, [])) }
        #expect(error?.description == "'\(program)' is not installed")
    }

    @Test func `a working directory that is not there is an error of its own`() async throws {
        let command = Command("true", [], workingDirectory: "/no/such/folder")
        let error = await #expect(throws: ProcessError.self) { try await ProcessRunner.run(command) }
        guard case .notStarted = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `both streams are collected apart`() async throws {
        let result = try await ProcessRunner.run(Self.shell("echo a; echo b >&2; printf c; printf d >&2"))
        #expect(result.output == ["a", "c"])
        #expect(result.errors == ["b", "d"])
    }

    @Test func `much output on both streams comes whole`() async throws {
        let result = try await ProcessRunner.run(Self.shell("seq 1 100000 & seq 1 100000 >&2; wait"))
        #expect(result.output.count == 100_000)
        #expect(result.errors.count == 100_000)
        #expect(result.output.last == "100000")
    }

    @Test func `a callback gets every line of both streams`() async throws {
        let lines = Mutex<Set<String>>([])
        let result = try await ProcessRunner.run(Self.shell("echo a; echo b >&2")) { line, stream in
            _ = lines.withLock { $0.insert("\(stream) \(line)") }
        }
        #expect(lines.withLock(\.self) == ["output a", "errors b"])
        #expect(result.output.isEmpty)
    }

    @Test func `beside a callback only the end of the errors is kept`() async throws {
        let result = try await ProcessRunner.run(Self.shell("seq 1 5000 >&2")) { _, _ in }
        #expect((200...400).contains(result.errors.count))
        #expect(result.errors.last == "5000")
    }

    @Test func `standard input is a file`() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("input", "one\ntwo\n")
        let input = try FileDescriptor.open(scratch.path.appending("input"), .readOnly)
        defer { try? input.close() }  // read only
        #expect(try await ProcessRunner.run(Command("cat", []), input: input).output == ["one", "two"])
    }

    @Test func `standard input is empty otherwise`() async throws {
        #expect(try await ProcessRunner.run(Command("cat", [])).output.isEmpty)
    }

    @Test func `standard output goes into a file as it is`() async throws {
        let scratch = try ScratchDirectory()
        let output = try FileDescriptor.open(
            scratch.path.appending("output"),
            .writeOnly,
            options: .create,
            permissions: .ownerReadWrite
        )
        defer { try? output.close() }  // what was written is read by name
        let result = try await ProcessRunner.run(Self.shell("printf 'a\\r\\n\\n'; echo b >&2"), output: output)
        #expect(result.output.isEmpty)
        #expect(result.errors == ["b"])
        #expect(try scratch.read("output") == "a\r\n\n")
    }

    @Test func `variables are set on top of the inherited ones`() async throws {
        var command = Self.shell("echo \"$CEPHDEV_TEST\"; test -n \"$PATH\" && echo inherited")
        command.environment = ["CEPHDEV_TEST": "a b$c"]
        #expect(try await ProcessRunner.run(command).output == ["a b$c", "inherited"])
    }

    @Test func `a program works in its directory`() async throws {
        let scratch = try ScratchDirectory()
        let command = Command("pwd", ["-P"], workingDirectory: scratch.path)
        #expect(
            try await ProcessRunner.run(command).output.last?.hasSuffix(scratch.path.lastComponent?.string ?? "/")
                == true
        )
    }

    @Test func `a failure that is not wanted carries the last lines`() async throws {
        let result = try await ProcessRunner.run(Self.shell("seq 1 30 >&2; exit 3"))
        let error = #expect(throws: ProcessError.self) { try result.requireSuccess() }
        guard case .failed(_, let status, let lines) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(status == .exited(3))
        #expect(lines == (11...30).map(String.init))
    }

    @Test func `a command reads as a shell would take it`() {
        #expect("\(Command("git", ["commit", "-m", "it's done"]))" == "git commit -m 'it'\\''s done'")
    }
}
