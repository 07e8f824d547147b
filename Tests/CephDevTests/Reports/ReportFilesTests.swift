// SPDX-License-Identifier: Apache-2.0

import BuildReports
import Reporting
import SystemPackage
import TestSupport
import Testing

@testable import CephDev

struct ReportFilesTests {
    private static let report = BuildReport(
        version: "0.1.0",
        began: "2026-01-02T03:04:05Z",
        settings: .init(targets: [], buildType: "Debug", versionMode: "pinned", jobs: 2)
    )

    @Test func `a page and a trace are written where they are wanted, over what is there`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("page.html", "old")
        let files = ReportFiles(page: scratch.path.appending("page.html"), trace: scratch.path.appending("t.json"))
        try files.requireWritable()
        #expect(try scratch.read("page.html") == "old")
        try files.write(Self.report)
        #expect(try scratch.read("page.html").hasPrefix("<!DOCTYPE html>"))
        #expect(try scratch.read("t.json").hasPrefix(#"{"displayTimeUnit":"ms""#))
    }

    @Test(arguments: ["missing/page.html", "folder"])
    func `a file that cannot be written is found out before`(name: String) throws {
        let scratch = try ScratchDirectory()
        try scratch.write("folder/x", "")
        let files = ReportFiles(page: scratch.path.appending(name))
        let failure = #expect(throws: ReportFailure.self) { try files.requireWritable() }
        #expect(failure?.kind == .inputOutput && failure?.description.contains(name) == true)
    }

    @Test func `the last build is shown from its record`() throws {
        let scratch = try ScratchDirectory()
        let workspace = try Workspace(at: scratch.path.appending("w"), cache: scratch.path.appending("c"))
        let record = BuildRecord(of: workspace)
        let files = ReportFiles(page: scratch.path.appending("page.html"))
        #expect(throws: ReportFailure.noBuildYet(record.file)) { try record.show(in: files) }
        try record.keep(Self.report)
        try record.show(in: files)
        #expect(try record.read() == Self.report && scratch.exists("page.html"))
    }

    @Test func `a record that is damaged says so`() throws {
        let scratch = try ScratchDirectory()
        let workspace = try Workspace(at: scratch.path.appending("w"), cache: scratch.path.appending("c"))
        try scratch.write("w/logs/last-build.json", "{")
        let failure = #expect(throws: ReportFailure.self) { try BuildRecord(of: workspace).read() }
        #expect(failure?.kind == .badInput && failure?.hint?.contains("cephdev build") == true)
    }
}
