// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev clean` and `cephdev doctor` after a build.
@Suite(.tags(.large), .serialized)
struct CleanTests {
    @Test(arguments: BuildTests.engines)
    func `an image of cephdev's goes when it is named, another stays`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let built = try await sample.build("main", "--no-check")
        #expect(built.status == 0, "\(built.errors)")
        let dry = try await sample.cephdev("clean", "images", "--image", sample.name, "--dry-run")
        #expect(dry.status == 0 && dry.output.contains { $0.hasPrefix(sample.name) }, "\(dry.errors)")
        #expect(try await sample.has(sample.name))
        let refused = try await sample.cephdev("clean", "images", "--image", Sample.base)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("cephdev did not make the image '\(Sample.base)'"))
        let clean = try await sample.cephdev("clean", "images", "build", "--image", sample.name)
        #expect(clean.status == 0, "\(clean.errors)")
        #expect(try await !sample.has(sample.name))
        #expect(try await sample.has(Sample.base))
        #expect(!sample.scratch.exists("workspace/build") && sample.scratch.exists("workspace/source"))
    }

    @Test(arguments: BuildTests.engines)
    func `the candidate of a killed run is found by the doctor and gone after the next run`(engine: String) async throws
    {
        let sample = try await Sample(engine: engine)
        let candidate = "localhost/cephdev/candidate:0123456789ab-\(ProcessIdentity.place)-4194305"
        let tag = Command(engine, ["tag", Sample.base, candidate])
        _ = try await ProcessRunner.run(tag).requireSuccess()
        let doctor = try await sample.cephdev("doctor", "--engine", engine)
        #expect(doctor.status == 1)
        #expect(doctor.output.contains { $0.contains(candidate) })
        _ = try await sample.build("main", "--no-check")
        #expect(try await !sample.has(candidate))
        #expect(try await sample.has(Sample.base))
        try await sample.clean()
    }
}
