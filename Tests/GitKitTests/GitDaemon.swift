// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import SystemPackage

/// `git daemon` on a free loopback port, for the time of a test.
enum GitDaemon {
    /// Serves everything in `folder`; `body` is given the URL of it.
    static func serve(_ folder: FilePath, _ body: @escaping @Sendable (String) async throws -> Void) async throws {
        let port = try freePort()
        let arguments = [
            "daemon", "--verbose", "--reuseaddr", "--listen=127.0.0.1", "--port=\(port)", "--export-all",
            "--base-path=\(folder)",
        ]
        let (lines, feed) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                _ = try? await ProcessRunner.run(Command("git", arguments)) { line, _ in feed.yield(line) }
            }
            for await line in lines where line.contains("Ready to rumble") { break }
            do {
                try await body("git://127.0.0.1:\(port)")
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
    }

    /// A port of the loopback that nobody listened on a moment ago.
    private static func freePort() throws -> UInt16 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        return try RefusingServer.bindToLoopback(listener)
    }
}
