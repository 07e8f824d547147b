// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// Others who take part in compiling: a team's cache, machines that help.
@Suite(.tags(.large), .serialized)
struct CompileServiceTests {
    @Test(arguments: BuildTests.engines)
    func `what one developer has compiled, another finds in the team's cache`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let images = try await TestRedis.serving { redis in
            let first = try await Developer("first", of: sample).build(["CEPHDEV_REMOTE_CACHE": redis])
            #expect(try first.cache.hits == 0 && first.cache.misses > 10, "\(first.errors)")
            let second = try await Developer("second", of: sample).build(["CEPHDEV_REMOTE_CACHE": redis])
            #expect(try second.cache.misses == 0)
            #expect(try second.cache.remoteHits == first.cache.misses)
            let images = try [first, second].compactMap { try $0.json.id }
            #expect(![first, second].contains { $0.errors.contains(TestRedis.password) })
            return images
        }
        #expect(images.count == 2 && Set(images).count == 1)
        try await sample.clean()
    }

    @Test func `the team's cache may be a web server or a folder`() async throws {
        let sample = try await Sample(engine: "docker")
        try await sample.scratch.run("mkdir", "team")
        try await TestWebServer.serving { server in
            for (kind, place) in ["web": server, "folder": "file://\(sample.scratch.path)/team"] {
                let first = try await Developer("first-\(kind)", of: sample).build(["CEPHDEV_REMOTE_CACHE": place])
                #expect(try first.cache.hits == 0 && first.warnings.isEmpty, "\(first.errors)")
                let second = try await Developer("second-\(kind)", of: sample).build(["CEPHDEV_REMOTE_CACHE": place])
                #expect(
                    try second.cache.misses == 0 && second.cache.remoteHits == first.cache.misses,
                    "\(second.errors)"
                )
                #expect(![first, second].contains { $0.errors.contains(TestWebServer.password) })
            }
        }
        try await sample.clean()
    }

    @Test func `to another commit and back recompiles nothing, and only other flags configure anew`() async throws {
        let sample = try await Sample(engine: "docker")
        let developer = Developer("one", of: sample)
        func build(_ ref: String, _ more: String...) async throws -> Sample.Run {
            let run = try await developer.build([:], more, ref: ref)
            #expect(run.status == 0, "\(run.errors)")
            return run
        }
        let first = try await build("main")
        #expect(first.configures)
        let edited = try await build("mds-edit")
        #expect(try !edited.configures && edited.cache.misses == 1 && edited.json.id != first.json.id)
        let back = try await build("main")
        #expect(try !back.configures && back.cache.hits == 1 && back.cache.misses == 0, "\(back.errors)")
        #expect(try back.json.id == first.json.id)
        #expect(try await build("main", "--configure-flags", "-DWITH_TESTS=OFF -DWITH_OTHER=ON").configures)
        try await sample.clean()
    }

    @Test func `a team's cache that is dead or has another password is left out with one warning`() async throws {
        let sample = try await Sample(engine: "docker")
        let dead = try await Developer("first", of: sample).build(["CEPHDEV_REMOTE_CACHE": "redis://127.0.0.1:1"])
        #expect(dead.warnings.count == 1 && dead.errors.contains("Connection refused"), "\(dead.errors)")
        #expect(try dead.cache.misses > 10)
        try await TestRedis.serving { redis in
            let wrong = redis.replacing(TestRedis.password, with: "wrong")
            let refused = try await Developer("second", of: sample).build(["CEPHDEV_REMOTE_CACHE": wrong])
            #expect(refused.warnings.count == 1 && !refused.errors.contains("wrong@"), "\(refused.errors)")
        }
        try await sample.clean()
    }

    @Test func `a team's cache that is slow is left out with one warning, and costs seconds`() async throws {
        let sample = try await Sample(engine: "docker")
        let port = Int.random(in: 30_000..<40_000)
        let slow = try await TestRedis.serving { redis in
            let server = String(redis.split(separator: "@").last ?? "")
            let relay = [
                "TCP-LISTEN:\(port),bind=127.0.0.1,fork",
                "SYSTEM:sleep 1.2; exec socat - TCP\\:\(server.replacing(":", with: "\\:"))",
            ]
            let command = Command("socat", ["-d", "-d"] + relay)
            return try await BackgroundProgram.with(command, isReady: { $0.contains("listening on") }) { _ in
                try await Developer("first", of: sample).build([
                    "CEPHDEV_REMOTE_CACHE": redis.replacing(server, with: "127.0.0.1:\(port)")
                ])
            }
        }
        #expect(slow.status == 0 && slow.warnings.count == 1, "\(slow.errors)")
        #expect(slow.warnings.first?.contains("ms for a small file") == true, "\(slow.errors)")
        #expect(try slow.cache.misses > 10 && slow.cache.remoteHits == 0)
        try await sample.clean()
    }

    @Test func `sccache remembers what was compiled, in a folder that developers share`() async throws {
        let sample = try await Sample(engine: "docker")
        try await sample.scratch.run("mkdir", "team")
        let sccache = [
            "CEPHDEV_COMPILE_CACHE": "sccache", "CEPHDEV_REMOTE_CACHE": "file://\(sample.scratch.path)/team",
        ]
        let first = try await Developer("first", of: sample).build(sccache)
        #expect(first.status == 0 && first.warnings.isEmpty, "\(first.errors)")
        #expect(try first.cache.hits == 0 && first.cache.misses > 10)
        let second = try await Developer("second", of: sample).build(sccache)
        #expect(try second.cache.misses == 0 && second.cache.hits == first.cache.misses, "\(second.errors)")
        #expect(try second.json.id == first.json.id)
        // Debian's sccache has no backend but folders.
        let server = sccache.merging(["CEPHDEV_REMOTE_CACHE": "redis://127.0.0.1:1"]) { $1 }
        let local = try await Developer("third", of: sample).build(server)
        #expect(local.warnings.count == 1 && local.errors.contains("knows folders alone"), "\(local.errors)")
        #expect(try local.cache.misses == first.cache.misses)
        try await sample.clean()
    }

    @Test func `helpers compile what a local build would, and one that goes away costs time alone`() async throws {
        let sample = try await Sample(engine: "docker")
        let alone = Developer("alone", of: sample), builds = Developer("helped", of: sample)
        let local = try await alone.build(Developer.comparable)
        let builder = try alone.builder, allow = ["--allow", "127.0.0.1"]
        let helped = try await alone.helped(by: builder, port: 3641, allow) { first in
            try await alone.helped(by: builder, port: 3642, allow) { second in
                let hosts = ["CEPHDEV_DISTCC": "127.0.0.1:3641/2 127.0.0.1:3642/2 127.0.0.1:3643/2"]
                let run = try await builds.build(Developer.comparable.merging(hosts) { $1 }) { line in
                    if line.hasPrefix("compile [") { second.interrupt() }
                }
                // Not the question alone whether it compiles: what ccache has preprocessed.
                #expect(first.lines.contains { $0.contains("COMPILE_OK") && $0.hasSuffix(".ii") }, "\(first.lines)")
                return run
            }
        }
        #expect(helped.status == 0, "\(helped.errors)")
        #expect(helped.warnings.count == 1 && helped.errors.contains("helper 127.0.0.1:3643/2 is left out"))
        #expect(try helped.json.id == local.json.id)
        #expect(try builds.objects.count > 10)
        #expect(try builds.objects(differingFrom: alone).isEmpty)
        try await sample.clean()
    }
}

extension Sample.Run {
    fileprivate var configures: Bool { errors.split(separator: "\n").contains { $0.hasPrefix("configure: ") } }

    /// What the compile cache did.
    fileprivate var cache: JSON.Cache { get throws { try #require(try json.cache) } }
}
