// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CephDev
import SystemPackage
import Testing

@testable import CephDevCommands

struct ReportOptionsTests {
    @Test func `a build is shown in the files that are named`() throws {
        #expect(try parseBuild().reports.files == ReportFiles())
        let both = try parseBuild("--report", "a.html", "--trace", "b.json")
        #expect(both.reports.files == ReportFiles(page: "a.html", trace: "b.json"))
    }

    @Test func `log shows the last build, or prints a stage`() throws {
        let shown: LogCommand = try parse(["log", "--report", "a.html"])
        #expect(shown.reports.files == ReportFiles(page: "a.html"))
        let printed: LogCommand = try parse(["log", "compile"])
        #expect(printed.reports.files.isEmpty)
        for more in [["compile"], ["--errors"]] {
            #expect(throws: (any Error).self) { try CephDevCommand.parseAsRoot(["log", "--trace", "b.json"] + more) }
        }
    }

    @Test(arguments: [["--report", ""], ["--trace", ""], ["--report", "a", "--trace", "a"], ["--report"]])
    func `what is no file of its own is wrong usage`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try CephDevCommand.parseAsRoot(["build"] + arguments) }
        #expect(exitStatus(of: error) == 64)
    }
}
