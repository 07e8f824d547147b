// SPDX-License-Identifier: Apache-2.0

import EngineKit
import ProcessKit
import Reporting
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

final class CompileProgressTests: Sendable {
    private let events = Mutex<[Event]>([])

    private func progress(forecast: CompileForecast? = nil, memory: Int64 = 1 << 40) -> CompileProgress {
        let preflight = Preflight(
            jobs: 4,
            limit: JobLimit(cores: 4, memory: memory),
            buildType: "Debug",
            workspace: nil,
            cache: nil,
            storage: nil
        )
        return CompileProgress(
            forecast: forecast,
            preflight: preflight,
            reporter: Reporter { [self] event in
                events.withLock { $0.append(event) }
            }
        )
    }

    private var warnings: Int {
        events.withLock { $0.count { if case .warning = $0 { true } else { false } } }
    }

    @Test func `steps are counted, and other lines passed on`() {
        let progress = progress()
        ["[1/2] Building CXX object a.o", "a warning", "[2/2] Linking CXX executable a"].forEach(progress.take)
        #expect(progress.stepCount == 2 && !progress.isPlanned && !progress.takePlan("[plan] x"))
        #expect(events.withLock { $0.count { if case .output = $0 { true } else { false } } } == 1)
    }

    @Test func `a large build is judged once, whatever ninja did before it`() {
        let progress = progress(memory: 1 << 30)
        ["[0/1] Re-running CMake...", "[1/900] a", "[2/900] b"].forEach(progress.take)
        #expect(warnings == 1)
    }

    @Test func `a small build is not judged`() {
        let progress = progress(memory: 1 << 30)
        ["[1/30] a", "[2/30] b"].forEach(progress.take)
        #expect(warnings == 0)
    }
}

/// The same with ninja itself.
@Suite(.tags(.medium)) struct PlanOfNinjaTests {
    private static let manifest = """
        rule make
          command = touch $out
          description = Making $out
        build one: make in
        build two: make one
        build three: make other

        """

    @Test func `ninja says what it is about to do, does it, and ends as it would have`() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("build.ninja", Self.manifest)
        for name in ["in", "other"] { try scratch.write(name, "") }
        let script = FilePath(#filePath).appending("../../../../Dockerfiles/src/builder/compile").lexicallyNormalized()
        let planned = ContainerRun(image: "i", command: []).sayingPlan.environment
        let service = try CompileService(cache: .none).environment(local: 1)
        let run = Command(
            "/bin/sh",
            [script.string, "-C", scratch.path.string, "two"],
            environment: planned.merging(service) { $1 }.merging(["NINJA_STATUS": "[%f/%t] "]) { $1 }
        )
        let first = try await ProcessRunner.run(run)
        #expect(first.status.isSuccess)
        #expect(
            first.output.filter { $0.hasPrefix("[") } == [
                "[plan] Making one", "[plan] Making two", "[1/2] Making one", "[2/2] Making two",
            ]
        )
        let second = try await ProcessRunner.run(run)
        #expect(second.status.isSuccess && second.output.last == "ninja: no work to do.")
        #expect(!second.output.contains { $0.hasPrefix("[plan] ") })
        try await scratch.run("rm", "in", "one")
        #expect(try await ProcessRunner.run(run).status == .exited(1))
    }
}
