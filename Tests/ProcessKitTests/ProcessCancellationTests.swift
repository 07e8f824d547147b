// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium), .timeLimit(.minutes(10))) struct ProcessCancellationTests {
    /// Every script says on standard error that it runs; whoever of it is alive holds standard output.
    @Test(arguments: [
        "echo >&2; exec sleep 600",
        "sleep 600 & echo >&2; wait",
        "sleep 600 & sleep 601 & echo >&2; sleep 602",
        "(trap '' INT; echo >&2; sleep 600) & wait",
        "(trap '' INT TERM; echo >&2; sleep 600) & wait",
    ])
    func `a cancelled program leaves none of its processes`(script: String) async throws {
        let (reader, output) = try FileDescriptor.pipe()  // programs inherit nothing but their three streams
        defer { try? reader.close() }  // read only
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await ProcessRunner.run(Command("sh", ["-c", script]), output: output) { _, _ in start.yield() }
        }
        for await _ in starts { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try output.close()
        #expect(Self.ends(reader))
    }

    @Test func `a program that takes no signal is killed`() async throws {
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            let script = "trap '' INT TERM; echo; while :; do sleep 600; done"
            return try await ProcessRunner.run(Command("sh", ["-c", script])) { _, _ in start.yield() }
        }
        for await _ in starts { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `nothing is run for a task that is cancelled already`() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await ProcessRunner.run(Command("touch", [path.appending("file").string]))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// Whether nobody can write to `reader` any more, within ten seconds.
    private static func ends(_ reader: FileDescriptor) -> Bool {
        var wanted = pollfd(fd: reader.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&wanted, 1, 10_000) == 1 && wanted.revents & Int16(POLLHUP) != 0
    }
}
