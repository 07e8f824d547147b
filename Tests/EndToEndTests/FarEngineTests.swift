// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev build` with a docker daemon that sees none of this host's folders.
@Suite(.tags(.large), .serialized)
struct FarEngineTests {
    /// A sample that was built here, and the images that another engine must have to build it.
    private func builtSample() async throws -> (Sample, id: String, images: [String]) {
        let sample = try await Sample(engine: "docker")
        let run = try await ProcessRunner.run(sample.command(["build"] + arguments(sample))).requireSuccess()
        #expect(run.errors.contains { $0.hasPrefix("compile: 30 steps") }, "\(run.errors)")
        let format = ["--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=ceph/builder"]
        let builders = try await ProcessRunner.run(Command("docker", ["images"] + format)).output
        return (
            sample, try await id(of: sample.name),
            [Sample.base, try sample.scratch.read("workspace/last-builder")] + builders.filter { $0.contains("trixie") }
        )
    }

    private func arguments(_ sample: Sample) -> [String] {
        ["--source", sample.repositories.appending("miniceph").string] + sample.common
    }

    private func id(of image: String, _ environment: [String: String] = [:]) async throws -> String {
        let inspect = Command("docker", ["image", "inspect", "--format", "{{.Id}}", image], environment: environment)
        return try await ProcessRunner.run(inspect).requireSuccess().output.first ?? ""
    }

    private func edit(_ sample: Sample, _ text: String) async throws {
        let file = sample.repositories.appending("miniceph/src/mds/MDSRank.cc").string
        let sed = Command("sed", ["-i", "s/\"active\"/\"\(text)\"/", file])
        _ = try await ProcessRunner.run(sed).requireSuccess()
    }

    @Test func `an engine elsewhere makes the same image, and only what changed goes over and is compiled`()
        async throws
    {
        let (sample, here, images) = try await builtSample()
        try await FarEngine.with(images: images) { far in
            func build(_ more: String...) async throws -> ProcessResult {
                let all = ["build", "--workspace", "far"] + arguments(sample) + more
                return try await ProcessRunner.run(sample.command(all, environment: far.environment))
            }
            func says(_ result: ProcessResult, _ text: String) -> Bool { result.errors.contains { $0.contains(text) } }

            let first = try await build("--verbose")
            #expect(first.status.isSuccess, "\(first.errors.suffix(20))")
            #expect(says(first, "docker is elsewhere (\(far.endpoint))"), "\(first.errors)")
            #expect(says(first, "files sent to the engine"))
            #expect(try await id(of: sample.name, far.environment) == here)

            let second = try await build()
            #expect(says(second, "compile: nothing to do") && !says(second, "sent to the engine"), "\(second.errors)")
            #expect(try await id(of: sample.name, far.environment) == here)

            try await edit(sample, "edited")
            let third = try await build()
            #expect(says(third, "1 file sent to the engine") && says(third, "compile: 2 steps"), "\(third.errors)")
            // Of the same edit here comes the same image.
            _ = try await ProcessRunner.run(sample.command(["build"] + arguments(sample))).requireSuccess()
            #expect(try await id(of: sample.name, far.environment) == id(of: sample.name))

            // Nothing but labelled volumes is left there.
            #expect(try await far.docker("ps", "--all", "--quiet").isEmpty)
            let label = "label=io.github.cephdev.workspace=\(sample.scratch.path)/far"
            let own = try await far.docker("volume", "ls", "--quiet", "--filter", label)
            let host = "label=io.github.cephdev.host=\(ProcessIdentity.host)"
            let labelled = try await far.docker("volume", "ls", "--quiet", "--filter", host)
            #expect(own.count == 4 && Set(own).isSubset(of: labelled))
            #expect(try await far.docker("volume", "ls", "--quiet") == labelled)

            let doctor = try await sample.cephdev("doctor", "--workspace", "far", environment: far.environment)
            #expect(doctor.output.contains { $0.contains("docker is elsewhere (\(far.endpoint))") }, "\(doctor.output)")
            let install = try await sample.cephdev(
                "clean",
                "install",
                "--workspace",
                "far",
                environment: far.environment
            )
            #expect(install.output.contains { $0.contains("-install ") && !$0.hasSuffix(" 0 B") }, "\(install.output)")
            let all = try await sample.cephdev(
                "clean",
                "build",
                "all",
                "--workspace",
                "far",
                environment: far.environment
            )
            #expect(all.output.contains { $0.contains("-source ") }, "\(all.output) \(all.errors)")
            #expect(try await far.docker("volume", "ls", "--quiet", "--filter", label).isEmpty)
            _ = try await far.docker("rmi", "--force", sample.name)
        }
        try await sample.clean()
    }

    @Test func `after a kill the next run carries on, and nothing stays of the killed one`() async throws {
        let (sample, here, images) = try await builtSample()
        try await FarEngine.with(images: images) { far in
            let all = ["build", "--workspace", "far", "--verbose"] + arguments(sample)
            let command = sample.command(all, environment: far.environment)
            for moment in ["builder", "configure …", "compile …", "install …"] {
                let process = ProcessID()
                var wrapped = command
                wrapped.program = "/bin/sh"
                wrapped.arguments =
                    ["-c", "echo \"pid $$\" >&2; exec \"$@\"", "sh", command.program] + command.arguments
                let killed = try await ProcessRunner.run(wrapped) { line, stream in
                    guard stream == .errors else { return }
                    if line.hasPrefix("pid ") { process.set(Int32(line.dropFirst(4)) ?? 0) }
                    if line.hasPrefix(moment) { process.interruptOnce(with: SIGKILL) }
                }
                #expect(killed.status == .signaled(9), "\(moment): \(killed.errors.suffix(5))")
            }
            let next = try await ProcessRunner.run(command)
            #expect(next.status.isSuccess, "\(next.errors.suffix(20))")
            #expect(try await id(of: sample.name, far.environment) == here)
            #expect(try await far.docker("ps", "--all", "--quiet").isEmpty)
            _ = try await sample.cephdev("clean", "all", "--workspace", "far", environment: far.environment)
            _ = try await far.docker("rmi", "--force", sample.name)
        }
        try await sample.clean()
    }

    @Test(arguments: [
        (["DOCKER_HOST": "tcp://127.0.0.1:9"], "docker does not answer at tcp://127.0.0.1:9", "DOCKER_HOST"),
        (["DOCKER_HOST": "ssh://nobody@127.0.0.1:9"], "docker does not answer at ssh://nobody@127.0.0.1:9", "ssh"),
        (["DOCKER_CONTEXT": "cephdev-none"], "docker does not answer at context 'cephdev-none'", "docker context ls"),
        (["CONTAINER_HOST": "tcp://127.0.0.1:9"], "podman does not answer at tcp://127.0.0.1:9", "CONTAINER_HOST"),
    ])
    func `an endpoint that does not answer is named, with what to try`(
        environment: [String: String],
        message: String,
        hint: String
    ) async throws {
        let scratch = try ScratchDirectory()
        let program = Sample.project.appending(".build/debug/cephdev").string
        var command = Command(program, ["images", "--progress", "plain"], environment: environment)
        command.workingDirectory = scratch.path
        let result = try await ProcessRunner.run(command)
        let errors = result.errors.joined(separator: "\n")
        #expect(result.status == .exited(69) && errors.contains(message), "\(errors)")
        #expect(result.errors.contains { $0.hasPrefix("hint: ") && $0.contains(hint) }, "\(errors)")
    }
}
