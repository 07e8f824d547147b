// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev build --push` and `cephdev push` with a real registry, and nodes that pull.
@Suite(.tags(.large), .serialized)
struct PushTests {
    @Test(arguments: BuildTests.engines)
    func `an edit sends one layer, and a node that has the old image pulls one layer`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let checkout = sample.repositories.appending("miniceph").string
        try await TestRegistry.with { registry in
            let place = "\(registry.address)/ceph"
            let options = ["--source", checkout, "--push", "\(place):wip", "--insecure"] + sample.common
            let first = try await ProcessRunner.run(sample.command(["build"] + options)).requireSuccess()
            let old = try #require(first.output.last)
            #expect(old.hasPrefix("\(place)@sha256:"), "\(first.output)")
            let node = try Node(in: sample.scratch, "node")
            try await node.pull(old)

            let again = try await sample.cephdev("push", "\(place):wip", "--insecure", "--format", "json")
            #expect(again.status == 0, "\(again.errors)")
            let nothing = try again.push
            #expect(nothing.schema == "cephdev.push/1" && nothing.reference == old)
            #expect(nothing.sentBytes == 0 && nothing.names("present").count == nothing.blobs.count)

            try await sample.edit("src/mds/MDSRank.cc")
            let rebuilt = try await ProcessRunner.run(sample.command(["build", "--source", checkout] + sample.common))
            #expect(rebuilt.status.isSuccess, "\(rebuilt.errors)")
            let mark = registry.mark
            let edited = try await sample.cephdev("push", "\(place):wip", "--insecure", "--format", "json")
            #expect(edited.status == 0, "\(edited.errors)")
            let sent = try edited.push
            #expect(sent.names("sent") == ["manifest", "config", "mds"], "\(edited.output)")
            // The registry agrees: the layer and the configuration were put, nothing was read back but the manifest.
            #expect(registry.requests(since: mark).count { $0.hasPrefix("PUT") && $0.contains("/blobs/") } == 2)
            #expect(registry.pulledByteCount(since: mark) == 0)

            let before = registry.mark
            try await node.pull(sent.reference)
            let blobs = sent.blobs.filter { ["config", "mds"].contains($0.name) }.reduce(0) { $0 + $1.size }
            #expect(registry.pulledByteCount(since: before) == blobs)
            #expect(try await registry.digest(of: "ceph:wip") == sent.digest)
        }
        try await sample.clean()
    }

    @Test func `a node reads every compression, and podman runs what came from docker's store`() async throws {
        let sample = try await Sample(engine: "docker")
        #expect(try await sample.build("main").status == 0)
        try await TestRegistry.with { registry in
            for compression in ["zstd", "gzip", "none"] {
                let place = "\(registry.address)/\(compression)/ceph"
                let run = try await sample.cephdev("push", place, "--insecure", "--compression", compression)
                #expect(run.status == 0, "\(run.errors)")
                let reference = try #require(run.output.first)
                #expect(run.errors.contains("ceph orch upgrade start --image \(reference)"))
                #expect(run.errors.contains("cephVersion.image: \(reference)"))
                // The same image, whatever its layers are packed with.
                let id = try await registry.configurationDigest(of: reference)
                let inspect = Command("docker", ["image", "inspect", "--format", "{{.Id}}", sample.name])
                #expect(try await ProcessRunner.run(inspect).requireSuccess().output == [id])
                try await Node(in: sample.scratch, compression).pull(reference)
                guard compression == "zstd" else { continue }
                let podman = Node.podman(in: sample.scratch, compression)
                try await podman.pull(reference)
                #expect(try await podman.run(reference, "rados --help").status.isSuccess)
                try await podman.clean()
            }
        }
        try await sample.clean()
    }

    @Test func `layers that the cache lost are taken out of the engine, as the same bytes`() async throws {
        let sample = try await Sample(engine: "docker")
        #expect(try await sample.build("main").status == 0)
        try await TestRegistry.with { registry in
            let options = ["--insecure", "--format", "json", "--cache"]
            let first = sample.scratch.path.appending("cache-1").string
            let second = sample.scratch.path.appending("cache-2").string
            let arguments = ["push", sample.name, "\(registry.address)/a:1"] + options
            let one = try await ProcessRunner.run(sample.command(arguments + [first])).requireSuccess()
            let two = try await ProcessRunner.run(sample.command(arguments + [second])).requireSuccess()
            let pushed = try PushJSON(two.output.joined())
            #expect(try PushJSON(one.output.joined()).digest == pushed.digest)
            #expect(pushed.sentBytes == 0)
        }
        try await sample.clean()
    }

    @Test func `another repository of the registry gives its layers without their being sent`() async throws {
        let sample = try await Sample(engine: "docker")
        try await TestRegistry.with { registry in
            let here = "\(registry.address)/one:1"
            let there = "\(registry.address)/two:1"
            let first = try await sample.cephdev("push", Sample.base, here, "--insecure", "--format", "json")
            #expect(first.status == 0, "\(first.errors)")
            let second = try await sample.cephdev("push", Sample.base, there, "--insecure", "--format", "json")
            let pushed = try second.push
            #expect(pushed.names("sent") == ["manifest", "config"], "\(second.output)")
            #expect(pushed.mountedBytes > 1_000_000 && pushed.sentBytes < 20_000)
        }
    }

    @Test func `a push that is interrupted goes on where it stopped`() async throws {
        let sample = try await Sample(engine: "docker")
        try await TestRegistry.with { registry in
            let place = "\(registry.address)/big:1"
            let arguments = ["push", Sample.base, place, "--insecure"]
            let process = ProcessID()
            var command = sample.command(arguments)
            command.arguments += ["--progress", "json"]
            command = command.sayingItsProcess
            let interrupted = try await ProcessRunner.run(command) { line, stream in
                guard stream == .errors else { return }
                if line.hasPrefix("pid ") { process.set(Int32(line.dropFirst(4)) ?? 0) }
                if line.contains("blobs sent") { process.interruptOnce() }
            }
            #expect(interrupted.status == .exited(130), "\(interrupted.errors.suffix(5))")
            #expect(try await registry.digest(of: "big:1") == nil)
            let again = try await sample.cephdev("push", Sample.base, place, "--insecure", "--format", "json")
            #expect(again.status == 0, "\(again.errors)")
            #expect(try again.push.names("present").count >= 1, "\(again.output)")
            #expect(try await registry.digest(of: "big:1") == again.push.digest)
        }
    }
}
