// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev try` on Ceph as Debian packages it.
@Suite(.tags(.large), .serialized)
struct TryTests {
    private static let image = "ceph/daemon:reef-debian-trixie"

    /// Images that `cephdev build` made from real Ceph, which takes an hour: `scripts/real-ceph` says their names.
    private static let built = (ProcessInfo.processInfo.environment["CEPHDEV_REAL_IMAGES"] ?? "").split(separator: " ")

    private struct Document: Decodable {
        struct Trial: Decodable {
            struct Step: Decodable {
                let name: String
                let seconds: Double
            }

            let steps: [Step]
            let versions: [String: [String: Int]]
        }

        let schema: String
        let passed: Bool
        let trial: Trial

        init(_ run: Sample.Run) throws {
            self = try JSONDecoder().decode(Document.self, from: Data(run.output.joined(separator: "\n").utf8))
        }
    }

    /// Real Ceph in both engines.
    private func sample(_ engine: String) async throws -> Sample {
        let sample = try await Sample(engine: engine)
        try await Sample.script("make-daemon", "reef", "trixie")
        if engine == "podman", try await !sample.has(Self.image) {
            let copy = ["copy", "--quiet", "docker-daemon:\(Self.image)", "containers-storage:localhost/\(Self.image)"]
            _ = try await ProcessRunner.run(Command("skopeo", copy)).requireSuccess()
        }
        return sample
    }

    /// All containers of trials that are not to be kept.
    private func containers(_ engine: String) async throws -> [String] {
        let list = Command(engine, ["ps", "--all", "--quiet", "--filter", "label=io.github.cephdev.try"])
        return try await ProcessRunner.run(list).requireSuccess().output
    }

    @Test(.enabled(if: !built.isEmpty, "CEPHDEV_REAL_IMAGES names none"), arguments: built, BuildTests.engines)
    func `an image that was built from Ceph's source serves`(image: Substring, engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let run = try await sample.cephdev("try", String(image), "--with", "mds", "--format", "json")
        #expect(run.status == 0, "\(run.errors)")
        let document = try Document(run)
        #expect(document.passed && document.trial.steps.map(\.name).contains("files"))
        // The MDS is of the build, the OSDs are the base's.
        #expect(document.trial.versions["mds"] != document.trial.versions["osd"])
    }

    @Test func `objects, files and objects over HTTP go through a cluster in docker, of which nothing is left`()
        async throws
    {
        let sample = try await sample("docker")
        let run = try await sample.cephdev("try", Self.image, "--with", "mds,rgw", "--format", "json")
        #expect(run.status == 0, "\(run.errors)")
        let document = try Document(run)
        #expect(document.schema == "cephdev.try/1" && document.passed)
        #expect(document.trial.steps.map(\.name).contains("files"))
        #expect(document.trial.versions["osd"]?.values.first == 3 && document.trial.versions["rgw"] != nil)
        #expect(try await containers("docker") == [])
    }

    @Test func `two trials at once do not meet, whatever their engines`() async throws {
        let (docker, podman) = (try await sample("docker"), try await sample("podman"))
        async let first = docker.cephdev("try", Self.image)
        async let second = docker.cephdev("try", Self.image)
        async let third = podman.cephdev("try", Self.image)
        for run in try await [first, second, third] {
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains { $0.contains("osd: 3 osds: 3 up") }, "\(run.output)")
            #expect(run.output.contains { $0.hasPrefix("mon: 1 × ceph version 18.2") }, "\(run.output)")
        }
        for engine in BuildTests.engines { #expect(try await containers(engine) == []) }
    }

    @Test(arguments: [
        ("rm /usr/lib/*/ceph/erasure-code/libec_jerasure.so", "step 'mon'", "libec_jerasure.so: cannot open"),
        ("rm /usr/lib/*/rados-classes/libcls_lock.so*", "step 'striped objects'", "could not stat class"),
        ("cp /bin/false /usr/bin/ceph-osd", "step 'osd'", "'ceph-osd --id 0 --mkfs"),
        ("cp /bin/true /usr/bin/ceph-mgr", "step 'mgr'", "mgr.x died"),
        ("rm /usr/bin/ceph-mds", "step 'programs'", "the image lacks ceph-mds"),
    ])
    func `what breaks an image is found at its step`(breakage: String, step: String, reason: String) async throws {
        let sample = try await sample("docker")
        try sample.scratch.write("broken/Dockerfile", "FROM \(Self.image)\nRUN \(breakage)\n")
        let folder = sample.scratch.path.appending("broken").string
        let build = ["build", "--network", "host", "--tag", sample.name, folder]
        _ = try await ProcessRunner.run(Command("docker", build, environment: ["DOCKER_BUILDKIT": "0"]))
            .requireSuccess()

        let run = try await sample.cephdev("try", sample.name, "--with", "mds")
        #expect(run.status == 1)
        #expect(run.errors.contains(step) && run.errors.contains(reason), "\(run.errors)")
        #expect(try await containers("docker") == [])
        try await sample.clean()
    }

    @Test func `an image without Ceph is wrong input`() async throws {
        let run = try await sample("docker").cephdev("try", "debian:trixie")
        #expect(run.status == 65)
        #expect(run.errors.contains("there is no Ceph in 'debian:trixie'"), "\(run.errors)")
    }

    @Test func `an image that is only in a registry is pulled, or it is said why not`() async throws {
        let sample = try await sample("docker")
        try await TestRegistry.with { registry in
            let name = "\(registry.address)/x/debian:1"
            for arguments in [["tag", "debian:trixie", name], ["push", name], ["rmi", name]] {
                _ = try await ProcessRunner.run(Command("docker", arguments)).requireSuccess()
            }
            #expect(try await sample.cephdev("try", "docker://\(name)").errors.contains("there is no Ceph"))
            _ = try await ProcessRunner.run(Command("docker", ["rmi", name])).requireSuccess()
        }
        let run = try await sample.cephdev("try", "127.0.0.1:1/x/y:z")
        #expect(run.status == 69)
        #expect(run.errors.contains("docker cannot pull '127.0.0.1:1/x/y:z': "), "\(run.errors)")
    }

    @Test func `a step that takes too long ends the trial`() async throws {
        let run = try await sample("docker").cephdev("try", Self.image, "--time-limit", "1")
        #expect(run.status == 1)
        #expect(run.errors.contains("not done after 1 s"), "\(run.errors)")
        #expect(try await containers("docker") == [])
    }

    @Test(arguments: BuildTests.engines) func `an interrupt removes the cluster`(engine: String) async throws {
        let process = ProcessID()
        let sample = try await sample(engine)
        let command = sample.command(["try", Self.image]).sayingItsProcess
        let interrupted = try await ProcessRunner.run(command) { line, stream in
            guard stream == .errors else { return }
            if line.hasPrefix("pid ") { process.set(Int32(line.dropFirst(4)) ?? 0) }
            if line.hasPrefix("try "), line.hasSuffix(" osd") { process.interruptOnce() }
        }
        #expect(interrupted.status == .exited(130), "\(interrupted.errors)")
        #expect(try await containers(engine) == [])
    }

    @Test func `a cluster that is kept can be entered and removed as it is said`() async throws {
        let sample = try await sample("docker")
        let run = try await sample.cephdev("try", Self.image, "--keep")
        #expect(run.status == 0, "\(run.errors)")
        let kept = try await containers("docker")
        #expect(kept.count == 1)
        let status = Command("docker", ["exec"] + kept + ["ceph", "health"])
        #expect(try await ProcessRunner.run(status).output.first?.hasPrefix("HEALTH_") == true)

        let removal = try #require(run.errors.split(separator: "\n").last { $0.hasPrefix("remove it: ") })
        _ = try await ProcessRunner.run(Command("sh", ["-c", String(removal.dropFirst(11))])).requireSuccess()
        #expect(try await containers("docker") == [])
    }
}
