// SPDX-License-Identifier: Apache-2.0

import Reporting
import Testing

@testable import CephDev

struct TrialProblemTests {
    private static let problem = TrialProblem(
        step: "osd",
        command: "ceph-osd --id 0",
        reason: "ended with status 1",
        output: ["no device"],
        logs: [TrialProblem.Log(daemon: "osd.0", lines: ["bad"])]
    )

    @Test func `a failure names the image, the step and the command, and shows what was said`() {
        let report = ErrorReport(TrialFailure.doesNotServe(image: "a:b", Self.problem))
        #expect(
            report.message == """
                a:b does not serve: step 'osd': 'ceph-osd --id 0': ended with status 1
                  no device
                  log of osd.0:
                    bad
                """
        )
        #expect(report.kind == .checkFailed)
    }

    @Test(arguments: [
        (TrialFailure.noCeph(image: "a"), FailureKind.badInput), (.notInAnEngine("oci:x"), .badInput),
        (.cannotPull("a", engine: "docker", reason: "r"), .unavailable),
    ])
    func `what is no trial at all has another status, and a hint`(failure: TrialFailure, kind: FailureKind) {
        let report = ErrorReport(failure)
        #expect(report.kind == kind)
        #expect(report.hint != nil)
    }

    @Test func `an image without the programs is told what it lacks, and how to do without`() {
        let report = ErrorReport(TrialFailure.doesNotServe(image: "a:b", .missing(["ceph-mds", "radosgw"])))
        #expect(report.message == "a:b does not serve: step 'programs': the image lacks ceph-mds, radosgw")
        #expect(report.hint?.contains("--with") == true)
    }

    @Test func `a script's output falls into commands, warnings and the dead`() {
        let output = StepOutput(["x", "@@ ceph a", "1", "@! odd", "2", "@@ b", "@- osd.1"])
        #expect(output.head == ["x"])
        #expect(output.commands.map(\.line) == ["ceph a", "b"] && output.commands.map(\.output) == [["1", "2"], []])
        #expect(output.warnings == ["odd"] && output.deadDaemons == ["osd.1"])
    }
}
