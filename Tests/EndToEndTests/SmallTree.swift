// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport

/// A small tree of flavors in a git repository, whose images take a second to build.
struct SmallTree {
    let engine: String
    let scratch: ScratchDirectory
    /// What no other test's images are called.
    let registry: String

    init(engine: String) async throws {
        self.engine = engine
        scratch = try ScratchDirectory()
        registry = "cephdev-test-" + (scratch.path.lastComponent?.string.suffix(8).lowercased() ?? "x")
        try await Sample.script("make-debian", "trixie", engine)
        try scratch.write("tree/flavors", "reef,debian,trixie\nsquid,debian,trixie\n")
        try scratch.write("tree/src/__WORD__", "ship\n")
        try scratch.write("tree/src/builder/Dockerfile", "FROM __ENV_[BASE_IMAGE]__\nRUN echo builder >/made\n")
        try scratch.write(
            "tree/src/daemon-base/Dockerfile",
            "FROM __ENV_[BASE_IMAGE]__\nARG EXTRA=none\nRUN echo $EXTRA __WORD__ >/made\n"
                + "LABEL GIT_COMMIT=__ENV_[GIT_COMMIT]__ GIT_CLEAN=__ENV_[GIT_CLEAN]__ RELEASE=__ENV_[RELEASE]__\n"
        )
        try scratch.write("tree/src/daemon/Dockerfile", "FROM __ENV_[DAEMON_BASE_IMAGE]__\nRUN echo daemon >>/made\n")
        try await git("init --quiet --initial-branch main . && git config user.name t && git config user.email t@t")
        try await git("add --all && git commit --quiet --message one")
    }

    func git(_ arguments: String) async throws {
        _ = try await scratch.run("sh", "-c", "cd tree && git \(arguments)")
    }

    func cephdev(_ arguments: String..., environment: [String: String] = [:]) async throws -> Sample.Run {
        try await cephdev(arguments, environment: environment)
    }

    func cephdev(_ arguments: [String], environment: [String: String] = [:]) async throws -> Sample.Run {
        var variables = environment
        variables["CEPHDEV_ENGINE"] = engine
        variables["CEPHDEV_TREE"] = scratch.path.appending("tree").string
        variables["REGISTRY"] = variables["REGISTRY"] ?? registry
        variables["CEPHDEV_WORKSPACE"] = scratch.path.appending("workspace").string
        variables["CEPHDEV_CACHE"] = Sample.project.appending(".build").appending("end-to-end-cache").string
        let command = Command(
            Sample.project.appending(".build/debug/cephdev").string,
            arguments + ["--progress", "plain"],
            environment: variables,
            workingDirectory: scratch.path
        )
        let result = try await ProcessRunner.run(command)
        guard case .exited(let status) = result.status else { throw SampleError.killed("\(result.status)") }
        return Sample.Run(status: status, output: result.output, errors: result.errors.joined(separator: "\n"))
    }

    /// The engine's own answer, word for word.
    func engine(_ arguments: String...) async throws -> ProcessResult {
        try await ProcessRunner.run(Command(engine, arguments))
    }

    /// The names of this test's images.
    func names() async throws -> [String] {
        let format = "{{.Repository}}:{{.Tag}}"
        return try await engine("images", "--format", format).output.filter { $0.contains(registry) }.sorted()
    }

    func clean() async throws {
        for name in try await names() { _ = try await engine("rmi", "--force", name) }
    }
}
