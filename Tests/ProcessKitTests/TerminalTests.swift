// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium)) struct TerminalTests {
    @Test(arguments: [("exit 7", ProcessKit.ExitStatus.exited(7)), ("kill -TERM $$", .signaled(15))])
    func `who is handed the terminal ends as they like`(script: String, status: ProcessKit.ExitStatus) async throws {
        #expect(try await ProcessRunner.hand(terminalTo: Command("sh", ["-c", script])) == status)
    }

    // A process group in the background is stopped when it reads from a terminal (termios(3)).
    @Test func `the program stays in the group that the terminal listens to`() async throws {
        let scratch = try ScratchDirectory()
        let groups = "ps -o pgid= -p $$ >own; ps -o pgid= -p $PPID >parent"
        let command = Command("sh", ["-c", groups], workingDirectory: scratch.path)
        #expect(try await ProcessRunner.hand(terminalTo: command).isSuccess)
        #expect(try scratch.read("own") == scratch.read("parent"))
    }

    @Test func `a program that is not there is told by name`() async {
        let error = await #expect(throws: ProcessError.self) {
            try await ProcessRunner.hand(terminalTo: Command("cephdev-no-such-program", []))
        }
        #expect(error?.description == "'cephdev-no-such-program' is not installed")
    }

    @Test func `a cancelled task ends the program`() async throws {
        let task = Task { try await ProcessRunner.hand(terminalTo: Command("sleep", ["600"])) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
