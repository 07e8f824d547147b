// SPDX-License-Identifier: Apache-2.0

import BuildReports
import Digests
import Testing

struct BuildReportTests {
    @Test(arguments: [SampleReport.whole(), SampleReport.begun(), SampleReport.hostileReport()])
    func `a record is read back as it was written`(report: BuildReport) throws {
        #expect(try BuildReport(record: CanonicalJSON.encode(report)) == report)
    }

    @Test(arguments: [
        ("", "damaged"), ("[]", "damaged"), (#"{"schema": 1}"#, "damaged"),
        (#"{"schema": "cephdev.build-report/1"}"#, "damaged"), (#"{"schema": "cephdev.build-report/2"}"#, "/2"),
    ])
    func `what is no such record is refused with a reason`(text: String, reason: String) {
        let error = #expect(throws: BuildReportError.self) { try BuildReport(record: Array(text.utf8)) }
        #expect(error?.reason.contains(reason) == true)
    }

    @Test func `steps are in the order in which they began`() {
        let compile = BuildReport.Compile([("b.o", 5..<9), ("lib/x.so", 9..<10), ("a.o", 0..<7)])
        #expect(compile.steps.map(\.target) == ["a.o", "b.o", "lib/x.so"])
        #expect(compile.steps.map(\.lane) == [0, 1, 0])
        #expect(compile.steps.map(\.took) == [7, 4, 1])
    }
}
