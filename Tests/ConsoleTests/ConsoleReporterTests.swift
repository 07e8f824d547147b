// SPDX-License-Identifier: Apache-2.0

import Console
import Reporting
import Testing

struct ConsoleReporterTests {
    @Test(arguments: [ConsoleReporter.Style.auto, .live, .plain])
    func `what each stage took is kept in the order of the ends`(style: ConsoleReporter.Style) {
        let console = ConsoleReporter(style: style, verbosity: .quiet)
        let reporter = console.reporter
        reporter.report(.stageStarted(.check))
        reporter.report(.stageStarted(.fix))
        reporter.report(.progress(.fix, Progress(completed: 1, total: 2, subject: "x")))
        reporter.report(.stageFinished(.fix, took: .seconds(1), note: nil))
        reporter.report(.stageFinished(.check, took: .seconds(2), note: "one finding"))
        #expect(console.timings.map(\.stage) == [.fix, .check])
        #expect(console.timings.map(\.took) == [.seconds(1), .seconds(2)])
    }

    @Test func `verbosities are ordered`() {
        #expect([.verbose, .quiet, .normal].sorted() == [ConsoleReporter.Verbosity.quiet, .normal, .verbose])
    }
}
