// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// Registries that want an account or have a certificate of their own, and those that are not there.
@Suite(.tags(.large), .serialized)
struct RegistryAccessTests {
    @Test func `a registry with accounts takes those that a login has kept`() async throws {
        let sample = try await Sample(engine: "docker")
        try await TestRegistry.with(.account) { registry in
            let place = "\(registry.address)/ceph:1"
            let file = sample.scratch.path.appending("auth.json").string
            func push(_ password: String?) async throws -> Sample.Run {
                try sample.scratch.write("auth.json", try Self.authFile(registry.address, password))
                return try await sample.cephdev(
                    "push",
                    Sample.base,
                    place,
                    "--insecure",
                    environment: ["REGISTRY_AUTH_FILE": file]
                )
            }
            for wrong in [nil, "guess"] {
                let run = try await push(wrong)
                #expect(run.status == 69 && run.output.isEmpty)
                #expect(
                    run.errors.contains("cannot push \(place)") && run.errors.contains("unauthorized"),
                    "\(run.errors)"
                )
                #expect(run.errors.contains("hint: run 'podman login \(registry.address)'"), "\(run.errors)")
            }
            let run = try await push("sesame")
            #expect(run.status == 0, "\(run.errors)")
            #expect(!run.errors.contains("sesame"))
            let environment = ["REGISTRY_AUTH_FILE": file]
            let catalog = ["registry", "catalog", registry.address, "--insecure"]
            let names = try await ProcessRunner.run(sample.command(catalog, environment: environment))
            #expect(names.output == ["ceph"], "\(names.errors)")
            let tags = ["registry", "tags", registry.address + "/ceph", "--insecure"]
            #expect(try await ProcessRunner.run(sample.command(tags, environment: environment)).output == ["1"])
        }
    }

    @Test func `a registry with a certificate of its own is trusted when its authority is named`() async throws {
        let sample = try await Sample(engine: "docker")
        try await TestRegistry.with(.tls) { registry in
            let place = "\(registry.address)/ceph:1"
            let authority = registry.scratch.path.appending("ca.pem").string
            let stranger = try await sample.cephdev("push", Sample.base, place)
            #expect(stranger.status == 69)
            #expect(stranger.errors.contains("--ca-file"), "\(stranger.errors)")
            let missing = try await sample.cephdev("push", Sample.base, place, "--ca-file", "/no/such/file")
            #expect(missing.status == 65)
            let run = try await sample.cephdev("push", Sample.base, place, "--ca-file", authority)
            #expect(run.status == 0, "\(run.errors)")
            let catalog = try await sample.cephdev("registry", "catalog", registry.address, "--ca-file", authority)
            #expect(catalog.output == ["ceph"], "\(catalog.errors)")
            let insecure = try await sample.cephdev("registry", "catalog", registry.address, "--insecure")
            #expect(insecure.output == ["ceph"], "\(insecure.errors)")
        }
    }

    @Test func `plain HTTP is named as what it is`() async throws {
        let sample = try await Sample(engine: "docker")
        try await TestRegistry.with { registry in
            let run = try await sample.cephdev("push", Sample.base, "\(registry.address)/ceph:1")
            #expect(run.status == 69)
            #expect(run.errors.contains("hint: \(registry.address) speaks plain HTTP: --insecure"), "\(run.errors)")
        }
    }

    @Test func `a registry that is not there is named`() async throws {
        let sample = try await Sample(engine: "docker")
        // Nothing listens on the port of discard(9) here.
        let run = try await sample.cephdev("push", Sample.base, "127.0.0.1:9/ceph:1")
        #expect(run.status == 69)
        #expect(run.errors.contains("connection refused") && run.errors.contains("hint: "), "\(run.errors)")
    }

    @Test func `a registry is served until it is interrupted`() async throws {
        let sample = try await Sample(engine: "docker")
        let process = ProcessID()
        let tags = LineBox()
        let command = sample.command(["registry", "serve"]).sayingItsProcess
        let run = try await ProcessRunner.run(command) { line, stream in
            if line.hasPrefix("pid ") { process.set(Int32(line.dropFirst(4)) ?? 0) }
            if stream == .output {
                tags.append(line)
                process.interruptOnce()
            }
        }
        #expect(run.status == .exited(0), "\(run.errors)")
        #expect(tags.line.hasPrefix("127.0.0.1:"))
    }

    private static func authFile(_ address: String, _ password: String?) throws -> String {
        guard let password else { return "{}" }
        let auth = Data("tester:\(password)".utf8).base64EncodedString()
        return #"{"auths": {"\#(address)": {"auth": "\#(auth)"}}}"#
    }
}
