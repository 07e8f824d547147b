// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// One source, built under different circumstances.
@Suite(.tags(.large), .serialized)
struct DeterminismTests {
    @Test(arguments: BuildTests.engines)
    func `folders, caches, the umask and the hour leave no trace in an image`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let first = try await build(sample, in: "a", umask: "022")
        try await sample.clean()
        let second = try await build(sample, in: "b/deeper", umask: "077")
        #expect(first == second)
        try await sample.clean()
    }

    @Test(.enabled(if: getuid() == 0, "becomes another user"))
    func `neither does the user`() async throws {
        let sample = try await Sample(engine: "docker")
        let own = try await build(sample, in: "a", umask: "022")
        try await sample.clean()
        try await sample.scratch.run(
            "sh",
            "-ec",
            "mkdir nobody; printf '[safe]\\n directory = *\\n' > nobody/.gitconfig"
        )
        try await sample.scratch.run("chown", "-R", "65534:65534", "nobody")
        // The daemon is reached as the socket's group; the uid has no name here, as in many containers.
        let group = try await sample.scratch.run("stat", "-L", "-c", "%g", "/var/run/docker.sock").first ?? "0"
        let user = ["setpriv", "--reuid", "65534", "--regid", "65534", "--groups", group]
        let others = try await build(sample, in: "nobody", umask: "002", through: user)
        #expect(own == others)
        try await sample.clean()
    }

    /// What decides whether two images are one.
    private struct Built: Equatable {
        let id: String?
        let layers: [String]
    }

    private func build(
        _ sample: Sample,
        in folder: String,
        umask: String,
        through prefix: [String] = []
    ) async throws -> Built {
        let place = sample.scratch.path.appending(folder).string
        let source = sample.repositories.appending("miniceph").string
        var command = sample.command(
            ["build", "--git-url", source, "--ref", "main", "--format", "json", "--workspace", "\(place)/workspace"]
                + ["--cache", "\(place)/cache"] + sample.common
        )
        let words = prefix + [command.program] + command.arguments
        command.arguments = ["-c", "umask \(umask); exec \"$@\"", "sh"] + words
        command.program = "/bin/sh"
        command.environment["HOME"] = place
        let result = try await ProcessRunner.run(command).requireSuccess()
        let json = try JSON(result.output.joined(separator: "\n"))
        return Built(id: json.id, layers: (json.layers ?? []).map(\.diffID))
    }
}
