// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev check` and `cephdev fix-libs` on an image that somebody changed by hand.
@Suite(.tags(.large), .serialized)
struct FixLibsTests {
    @Test(arguments: BuildTests.engines)
    func `a broken image is found, planned for, mended and healthy afterwards`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        #expect(try await sample.build("main").status == 0)
        try await breakImage(of: sample, engine)

        let check = try await sample.cephdev("check", sample.name, "--format", "json", "--sarif", "findings.sarif")
        let sarif = try sample.scratch.read("findings.sarif")
        #expect(
            sarif.contains("\"ruleId\" : \"undefined-symbols\"") && sarif.contains("\"version\" : \"2.1.0\""),
            "\(sarif)"
        )
        #expect(check.status == 1)
        #expect(try check.json.schema == "cephdev.check/1")
        #expect(try check.json.report?.findings.isEmpty == false)

        let plan = try await sample.cephdev("fix-libs", sample.name, "--dry-run")
        #expect(plan.status == 0)
        #expect(plan.errors.contains("put the build's /usr/lib/x86_64-linux-gnu/libradosstriper.so.1.0.0 at"))
        #expect(try await !sample.inside(sample.name, "rados --help").status.isSuccess)

        let fix = try await sample.cephdev("fix-libs", sample.name)
        #expect(fix.status == 0, "\(fix.errors)")
        #expect(fix.errors.contains("before: 1 error ") && fix.errors.contains("after: nothing found"), "\(fix.errors)")
        #expect(try await sample.inside(sample.name, "rados --help").status.isSuccess)
        #expect(try await sample.cephdev("check", sample.name).status == 0)
        try await sample.clean()
    }

    /// Puts the base's old library over the build's, as who copies files by hand would.
    private func breakImage(of sample: Sample, _ engine: String) async throws {
        let library = "/usr/local/lib/libradosstriper.so.1.0.0"
        try sample.scratch.write(
            "broken/Dockerfile",
            "FROM \(sample.name)\nCOPY --from=\(Sample.base) \(library) \(library)\n"
        )
        let folder = sample.scratch.path.appending("broken").string
        let options = engine == "podman" ? ["--format", "docker"] : []
        let build = ["build", "--network", "none", "--tag", sample.name] + options + [folder]
        _ = try await ProcessRunner.run(Command(engine, build, environment: ["DOCKER_BUILDKIT": "0"])).requireSuccess()
    }

    @Test func `an image that is not there is wrong input`() async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.cephdev("check", "cephdev-test/nothing:here")
        #expect(run.status == 65)
        #expect(run.errors.contains("docker has no image 'cephdev-test/nothing:here'"))
    }
}
