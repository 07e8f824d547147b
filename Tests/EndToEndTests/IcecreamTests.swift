// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// Machines that compile along, handed out by icecream's scheduler.
@Suite(.tags(.large), .serialized)
struct IcecreamTests {
    private static let ports = [10251, 10252]

    @Test func `helpers compile what a local build would, and one that goes away costs time alone`() async throws {
        let sample = try await Sample(engine: "podman")
        let alone = Developer("alone", of: sample)
        let local = try await alone.build(Developer.comparable)
        #expect(local.status == 0, "\(local.errors)")
        try await Self.withHelpers(of: alone) { scheduler, last in
            let helped = Developer("helped", of: sample)
            let options = [
                "--icecream", scheduler.address + "/6", "--threads", "1", "--clean", "build", "--clean", "cache",
            ]
            /// Builds from nothing, and finds what the local build has left.
            func build() async throws {
                let run = try await helped.build(Developer.comparable, options)
                #expect(run.status == 0 && run.warnings.isEmpty, "\(run.errors)")
                #expect(try run.json.id == local.json.id)
                #expect(try helped.objects.count > 10)
                #expect(try helped.objects(differingFrom: alone).isEmpty)
            }
            try await build()
            for port in Self.ports { #expect(scheduler.jobs(at: port) > 0) }
            scheduler.onBeginning(at: Self.ports[1]) { last.interrupt() }
            let before = scheduler.jobs(at: Self.ports[0])
            try await build()
            #expect(scheduler.hasLost(Self.ports[1]) && scheduler.jobs(at: Self.ports[0]) > before)
        }
        try await sample.clean()
    }

    @Test func `a scheduler that is dead, or none at all, is left out with one warning`() async throws {
        let sample = try await Sample(engine: "podman")
        let dead = try await Developer("first", of: sample).build(["CEPHDEV_ICECREAM": "127.0.0.1:1"])
        #expect(dead.status == 0 && dead.warnings.count == 1 && dead.errors.contains("refused"), "\(dead.errors)")
        try await TestRedis.serving { redis in
            let port = redis.split(separator: ":").last ?? ""
            let other = try await Developer("second", of: sample).build(["CEPHDEV_ICECREAM": "127.0.0.1:\(port)"])
            #expect(other.status == 0 && other.warnings.count == 1, "\(other.errors)")
            #expect(other.errors.contains("not as an icecream scheduler"))
        }
        try await sample.clean()
    }

    // MARK: -

    /// Runs `body` with a scheduler and a helper behind each port, and gives it the last one.
    private static func withHelpers(
        of developer: Developer,
        _ body: @escaping @Sendable (TestScheduler, BackgroundProgram) async throws -> Void
    ) async throws {
        let builder = try developer.builder, environment = try idle(in: developer.sample.scratch.path)
        try await TestScheduler.serving { scheduler in
            let options = ["--icecream", scheduler.address]
            try await developer.helped(by: builder, port: ports[0], options, environment: environment) { _ in
                try await developer.helped(by: builder, port: ports[1], options, environment: environment) { last in
                    try await body(scheduler, last)
                }
            }
        }
    }

    /// Environment in which podman's containers see a processor without work: a busy helper is given none.
    private static func idle(in folder: FilePath) throws -> [String: String] {
        let statistics = folder.appending("stat").string, configuration = folder.appending("containers.conf").string
        try "cpu  0 0 0 1000000 0 0 0 0 0 0\n".write(toFile: statistics, atomically: true, encoding: .utf8)
        let volumes = "[containers]\nvolumes = [\"\(statistics):/proc/stat:ro\"]\n"
        try volumes.write(toFile: configuration, atomically: true, encoding: .utf8)
        return ["CONTAINERS_CONF": configuration]
    }
}
