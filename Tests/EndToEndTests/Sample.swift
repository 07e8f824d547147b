// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// The sample project, its base image and a built cephdev, for one engine.
struct Sample: Sendable {
    static let base = "miniceph/daemon:18.2.7"

    let engine: String
    /// Gone with the test.
    let scratch: ScratchDirectory
    /// `miniceph` and its submodule `xxHash`.
    let repositories: FilePath

    /// Makes the repositories and, where it is missing, the base image.
    init(engine: String) async throws {
        self.engine = engine
        scratch = try ScratchDirectory()
        repositories = scratch.path.appending("sample")
        try await Self.script("make-miniceph", repositories.string)
        try await SharedImages.shared.prepare(engine, repositories)
    }

    static let project = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()

    static func script(_ name: String, _ arguments: String..., environment: [String: String] = [:]) async throws {
        let path = project.appending("scripts").appending(name).string
        _ = try await ProcessRunner.run(Command(path, arguments, environment: environment)).requireSuccess()
    }

    /// What a run of cephdev left.
    struct Run {
        let status: Int32
        let output: [String]
        let errors: String

        /// The image's name: the first word of the result.
        var image: String { output.first?.split(separator: " ").first.map(String.init) ?? "" }

        var json: JSON { get throws { try JSON(output.joined(separator: "\n")) } }
    }

    func command(_ arguments: [String], environment: [String: String] = [:]) -> Command {
        var variables = environment
        variables["CEPHDEV_ENGINE"] = engine
        variables["CEPHDEV_WORKSPACE"] = scratch.path.appending("workspace").string
        variables["CEPHDEV_CACHE"] = Self.project.appending(".build").appending("end-to-end-cache").string
        return Command(
            Self.project.appending(".build/debug/cephdev").string,
            arguments + ["--progress", "plain"],
            environment: variables,
            workingDirectory: scratch.path
        )
    }

    func cephdev(_ arguments: String..., environment: [String: String] = [:]) async throws -> Run {
        let result = try await ProcessRunner.run(command(arguments, environment: environment))
        guard case .exited(let status) = result.status else { throw SampleError.killed("\(result.status)") }
        return Run(status: status, output: result.output, errors: result.errors.joined(separator: "\n"))
    }

    /// Builds the branch `ref` of the sample under a name of this test's own.
    func build(_ ref: String, _ more: String...) async throws -> Run {
        let arguments = ["build", "--git-url", repositories.appending("miniceph").string, "--ref", ref] + common + more
        let result = try await ProcessRunner.run(command(arguments))
        guard case .exited(let status) = result.status else { throw SampleError.killed("\(result.status)") }
        return Run(status: status, output: result.output, errors: result.errors.joined(separator: "\n"))
    }

    var common: [String] { ["--base", Self.base, "--tag", name] }

    /// An image name that no other test has.
    var name: String { "cephdev-test/\(engine):" + (scratch.path.lastComponent?.string.lowercased() ?? "x") }

    /// Runs `script` in the image, its libraries bound at once.
    func inside(_ image: String, _ script: String) async throws -> ProcessResult {
        let podman = ["--runtime", "runc", "run", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"]
        return try await ProcessRunner.run(
            Command(
                engine,
                (engine == "podman" ? podman : ["run"])
                    + [
                        "--rm", "--network", "none", "--env", "LD_BIND_NOW=1", "--entrypoint", "/bin/sh", image, "-c",
                        script,
                    ]
            )
        )
    }

    func has(_ image: String) async throws -> Bool {
        try await ProcessRunner.run(Command(engine, ["image", "inspect", image])).status.isSuccess
    }

    /// Takes this test's images away, those too that the name has left.
    func clean() async throws {
        let repository = name.prefix { $0 != ":" }
        let list = ["images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=*\(repository)"]
        let names = try await ProcessRunner.run(Command(engine, list)).output.filter { $0.contains(name) }
        _ = try await ProcessRunner.run(Command(engine, ["rmi", "--force"] + names))
    }
}

enum SampleError: Error {
    case killed(String)
}

/// The base image is made once for an engine, whoever asks first.
private actor SharedImages {
    static let shared = SharedImages()

    private var prepared: [String: Task<Void, any Error>] = [:]

    func prepare(_ engine: String, _ repositories: FilePath) async throws {
        let task =
            prepared[engine]
            ?? Task {
                try await Sample.script("make-debian", "trixie", engine)
                try await Sample.script(
                    "make-miniceph-base",
                    repositories.string,
                    Sample.base,
                    environment: ["CEPHDEV_ENGINE": engine]
                )
            }
        prepared[engine] = task
        try await task.value
    }
}
