// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport

/// A program that runs beside a test, and is ended with it.
struct BackgroundProgram: Sendable {
    private let process: ProcessID
    private let printed: LineBox

    /// What it has printed so far.
    var lines: [String] { printed.lines }

    /// Ctrl-C.
    func interrupt() { process.interruptOnce() }

    /// Runs `body` once `command` has printed a line that `isReady`.
    static func with<Value: Sendable>(
        _ command: Command,
        isReady: @escaping @Sendable (String) -> Bool,
        _ body: @escaping @Sendable (BackgroundProgram) async throws -> Value
    ) async throws -> Value {
        let program = BackgroundProgram(process: ProcessID(), printed: LineBox())
        let (starts, started) = AsyncStream<Void>.makeStream()
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                let result = try await ProcessRunner.run(command.sayingItsProcess) { line, _ in
                    if line.hasPrefix("pid ") { program.process.set(Int32(line.dropFirst(4)) ?? 0) }
                    program.printed.append(line)
                    if isReady(line) { started.yield() }
                }
                started.finish()
                _ = try result.requireSuccess()
                return nil
            }
            group.addTask {
                for await _ in starts { return try await body(program) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw NotReady(lines: program.lines)
        }
    }

    private struct NotReady: Error {
        let lines: [String]
    }
}

/// Redis, with a password.
enum TestRedis {
    static let password = "geheim"

    /// Runs `body` with the address of a server that keeps nothing on disk.
    static func serving<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws
        -> Value
    {
        let port = Int.random(in: 20_000..<30_000)
        let options = ["--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--requirepass", password]
        return try await BackgroundProgram.with(
            Command("redis-server", options),
            isReady: { $0.contains("Ready to accept connections") },
            { _ in try await body("redis://:\(password)@127.0.0.1:\(port)") }
        )
    }
}
