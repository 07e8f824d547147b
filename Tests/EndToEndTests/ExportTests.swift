// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev export`: an image leaves one engine as a file and comes into others.
@Suite(.tags(.large), .serialized)
struct ExportTests {
    @Test(arguments: BuildTests.engines)
    func `an exported image comes into both engines and is the same there`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        #expect(try await sample.build("main").status == 0)
        let file = sample.scratch.path.appending("image.tar").string
        let run = try await sample.cephdev("export", sample.name, file)
        #expect(run.status == 0 && run.output.first?.hasPrefix("sha256:") == true, "\(run.errors)")
        let again = try await sample.cephdev("export", sample.name, file + "2")
        #expect(again.output == run.output)
        try await sample.scratch.run("cmp", file, file + "2")
        let digest = try await sample.scratch.run("skopeo", "inspect", "--format", "{{.Digest}}", "oci-archive:" + file)
        #expect(digest == run.output)

        let podman = Node.podman(in: sample.scratch, "other")
        let name = try await podman.load(file)
        #expect(try await podman.run(name, "rados --help").status.isSuccess)
        try await podman.clean()
        let id = try await sample.id
        try await sample.clean()
        let load = try await ProcessRunner.run(Command("docker", ["load", "--input", file])).requireSuccess()
        #expect(load.output.contains { $0.contains(sample.name) }, "\(load.output)")
        let docker = Command("docker", ["image", "inspect", "--format", "{{.Id}}", sample.name])
        #expect(try await ProcessRunner.run(docker).requireSuccess().output == [id])
        _ = try await ProcessRunner.run(Command("docker", ["rmi", sample.name]))
    }
}

extension Sample {
    /// What the engine calls the image.
    fileprivate var id: String {
        get async throws {
            let inspect = Command(engine, ["image", "inspect", "--format", "{{.Id}}", name])
            let id = try await ProcessRunner.run(inspect).requireSuccess().output.first ?? ""
            return id.hasPrefix("sha256:") ? id : "sha256:" + id
        }
    }
}
