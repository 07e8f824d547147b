// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// A node of a cluster, which pulls images: blobs that it has it does not ask for again.
struct Node: Sendable {
    private let folder: FilePath

    init(in scratch: ScratchDirectory, _ name: String) throws {
        folder = scratch.path.appending(name)
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    }

    func pull(_ reference: String) async throws {
        let blobs = folder.appending("blobs").string
        let copy = ["copy", "--quiet", "--preserve-digests", "--src-tls-verify=false", "--dest-shared-blob-dir", blobs]
        let ends = ["docker://\(reference)", "oci:\(folder.appending("layout")):pulled"]
        _ = try await ProcessRunner.run(Command("skopeo", copy + ends)).requireSuccess()
    }

    /// podman with a store of its own.
    static func podman(in scratch: ScratchDirectory, _ name: String) -> PodmanNode {
        PodmanNode(folder: scratch.path.appending("podman-\(name)"), number: UInt32.random(in: 0...UInt32.max))
    }
}

struct PodmanNode: Sendable {
    let folder: FilePath
    let number: UInt32

    /// podman takes no longer path than 50 characters.
    private var runFolder: String { "/tmp/cephdev-node-\(number)" }

    private func command(_ arguments: [String]) -> Command {
        let places = ["--root", folder.appending("root").string, "--runroot", runFolder]
        return Command("podman", places + ["--storage-driver", "vfs", "--runtime", "runc"] + arguments)
    }

    func pull(_ reference: String) async throws {
        _ = try await ProcessRunner.run(command(["pull", "--quiet", "--tls-verify=false", reference])).requireSuccess()
    }

    /// Takes in the archive at `file` and gives the image's name.
    func load(_ file: String) async throws -> String {
        let result = try await ProcessRunner.run(command(["load", "--quiet", "--input", file])).requireSuccess()
        return result.output.last?.split(separator: " ").last.map(String.init) ?? ""
    }

    func run(_ reference: String, _ script: String) async throws -> ProcessResult {
        let limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024", "--network", "none"]
        return try await ProcessRunner.run(
            command(["run", "--rm"] + limits + ["--entrypoint", "/bin/sh", reference, "-c", script])
        )
    }

    func clean() async throws {
        _ = try await ProcessRunner.run(command(["rmi", "--all", "--force"]))
        try FileManager.default.removeItem(atPath: runFolder)
    }
}

extension TestRegistry {
    /// The digest of what `name` is in this registry; nil when it is nothing.
    func digest(of name: String) async throws -> String? {
        let script = "set -o pipefail; skopeo inspect --raw --tls-verify=false docker://\(address)/\(name) | sha256sum"
        let result = try await ProcessRunner.run(Command("bash", ["-c", script]))
        guard result.status.isSuccess else { return nil }
        return (result.output.first?.prefix(64)).map { "sha256:\($0)" }
    }

    func configurationDigest(of reference: String) async throws -> String {
        struct Manifest: Decodable {
            struct Config: Decodable {
                let digest: String
            }

            let config: Config
        }
        let inspect = Command("skopeo", ["inspect", "--raw", "--tls-verify=false", "docker://\(reference)"])
        let lines = try await ProcessRunner.run(inspect).requireSuccess().output
        return try JSONDecoder().decode(Manifest.self, from: Data(lines.joined().utf8)).config.digest
    }
}

extension Command {
    /// The command behind a shell that says its process id, as `pid N` on standard error, and becomes it.
    var sayingItsProcess: Command {
        var wrapped = self
        wrapped.program = "/bin/sh"
        wrapped.arguments = ["-c", "echo \"pid $$\" >&2; exec \"$@\"", "sh", program] + arguments
        return wrapped
    }
}

extension Sample {
    /// Changes a line of the checkout.
    func edit(_ file: String) async throws {
        let path = repositories.appending("miniceph").appending(file).string
        _ = try await ProcessRunner.run(Command("sed", ["-i", "s/\"active\"/\"edited\"/", path])).requireSuccess()
    }
}
