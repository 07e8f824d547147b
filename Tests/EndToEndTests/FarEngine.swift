// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport

/// A second docker daemon that sees no folder of this host's tests.
struct FarEngine: Sendable {
    let endpoint: String

    /// Calls `body` while the daemon runs, which has `images` of the first one.
    static func with(images: [String], _ body: (FarEngine) async throws -> Void) async throws {
        let (readEnd, writeEnd) = try Pipe.make()
        let (lines, said) = AsyncStream.makeStream(of: String.self)
        let script = Sample.project.appending("scripts/with-remote-engine").string
        let command = Command(
            script,
            ["sh", "-c", "echo \"$DOCKER_HOST\"; exec cat"],
            environment: ["CEPHDEV_REMOTE_IMAGES": images.joined(separator: " ")]
        )
        async let ended = {
            defer { said.finish() }
            return try await ProcessRunner.run(command, input: readEnd) { line, stream in
                if stream == .output { said.yield(line) }
            }
        }()
        do {
            defer { try? writeEnd.close() }  // nothing was written
            if let endpoint = await lines.first(where: { _ in true }) { try await body(FarEngine(endpoint: endpoint)) }
        }
        let result = try await ended
        try readEnd.close()
        _ = try result.requireSuccess()
    }

    var environment: [String: String] { ["DOCKER_HOST": endpoint] }

    /// What docker there prints.
    func docker(_ arguments: String...) async throws -> [String] {
        try await ProcessRunner.run(Command("docker", arguments, environment: environment)).requireSuccess().output
    }
}
