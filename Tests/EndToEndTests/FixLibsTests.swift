// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import TestSupport
import Testing

/// `cephdev check` and `cephdev fix-libs` on an image that was tagged by force.
@Suite(.tags(.large), .serialized)
struct FixLibsTests {
    @Test(arguments: BuildTests.engines)
    func `a broken image is found, planned for, mended and healthy afterwards`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let built = try await sample.build("main", "--no-fix", "--force")
        #expect(built.status == 0, "\(built.errors)")

        let check = try await sample.cephdev("check", sample.name, "--format", "json")
        #expect(check.status == 1)
        #expect(try check.json.schema == "cephdev.check/1")
        #expect(try check.json.report?.findings.isEmpty == false)

        let plan = try await sample.cephdev("fix-libs", "--dry-run")
        #expect(plan.status == 0)
        #expect(plan.errors.contains("put the build's /usr/lib/x86_64-linux-gnu/libradosstriper.so.1.0.0 at"))
        #expect(try await !sample.inside(sample.name, "rados --help").status.isSuccess)

        let fix = try await sample.cephdev("fix-libs")
        #expect(fix.status == 0, "\(fix.errors)")
        #expect(fix.errors.contains("before: 3 findings") && fix.errors.contains("after: 0 findings"), "\(fix.errors)")
        #expect(try await sample.inside(sample.name, "rados --help").status.isSuccess)
        #expect(try await sample.cephdev("check", sample.name).status == 0)
        try await sample.clean()
    }

    @Test func `an image that is not there is wrong input`() async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.cephdev("check", "cephdev-test/nothing:here")
        #expect(run.status == 65)
        #expect(run.errors.contains("docker has no image 'cephdev-test/nothing:here'"))
    }
}
