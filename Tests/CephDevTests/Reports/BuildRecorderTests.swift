// SPDX-License-Identifier: Apache-2.0

import BuildReports
import CephBuild
import FoundationEssentials
import ImageCheck
import Reporting
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import CephDev

struct BuildRecorderTests {
    private let scratch: ScratchDirectory
    private let folders: BuildFolders

    init() throws {
        scratch = try ScratchDirectory()
        folders = BuildFolders(workspace: scratch.path, cache: scratch.path.appending("cache"))
    }

    private func recorder() -> BuildRecorder {
        BuildRecorder(BuildOptions(jobs: 3), began: Date(timeIntervalSince1970: 0), in: folders)
    }

    private func log(_ lines: String...) throws {
        try scratch.write("build/.ninja_log", "# ninja log v6\n" + lines.map { $0 + "\n" }.joined())
    }

    @Test func `a stage that ended is told with what came of it, and told on`() async throws {
        let recorder = recorder()
        let heard = Count()
        let reporter = recorder.reporter(before: Reporter { _ in heard.add() })
        _ = try await reporter.stage(.source, note: { "\($0) files" }) { 3 }
        let report = recorder.report()
        #expect(report.stages.map(\.name) == ["source"] && report.stages.first?.note == "3 files")
        #expect(report.stages.first?.failed == false && report.failure == nil)
        #expect(report.began == "1970-01-01T00:00:00Z" && report.settings.jobs == 3 && report.compile == nil)
        #expect(heard.value == 2)
    }

    @Test func `a stage that throws is the one that failed`() async throws {
        let recorder = recorder()
        let reporter = recorder.reporter(before: .silent)
        try await reporter.stage(.source) {}
        let failure = BuildFailure.nothingInstalled(targets: ["mds"])
        await #expect(throws: BuildFailure.self) { try await reporter.stage(.compile) { throw failure } }
        let report = recorder.report(after: failure)
        #expect(report.stages.map(\.failed) == [false, true])
        #expect(report.failure?.message == failure.description)
        #expect(report.compile == nil)
    }

    @Test func `steps are those that ninja added, each once`() async throws {
        try log("0\t900\t1\told.cc.o\ta1")
        let recorder = recorder()
        let lines = ["100\t800\t2\tnew.cc.o\tb1", "800\t950\t3\tlib/liba.so.1\tc1", "800\t950\t3\tlib/liba.so\tc1"]
        try log("0\t900\t1\tolder.cc.o\ta1", "0\t900\t1\told.cc.o\ta1")
        let place = scratch.path.appending("build/.ninja_log")
        try await recorder.reporter(before: .silent).stage(.compile) {
            let file = try FileDescriptor.open(place, .writeOnly, options: .append)
            _ = try file.closeAfter { try file.writeAll(Array(lines.map { $0 + "\n" }.joined().utf8)) }
        }
        let steps = recorder.report().compile?.steps ?? []
        #expect(steps.map(\.target) == ["new.cc.o", "lib/liba.so.1"])
        #expect(steps.map(\.took) == [700, 150])
    }

    @Test func `a failed check is told whole`() throws {
        let finding = Finding(.missingLibrary(name: "librados.so.2"), .error)
        let check = CheckReport(findings: [finding], objectCount: 9, commands: ["ceph"], comparedWithBase: true)
        let error = WorkspaceFailure.checkFailed(CheckSummary(check, of: "x", wasTagged: false))
        let report = recorder().report(after: error)
        #expect(report.check?.findings.map(\.rule) == ["missing-library"])
        #expect(report.check?.findings.map(\.severity) == ["error"])
        #expect(report.check?.objectCount == 9 && report.failure?.hint?.contains("--force") == true)
    }
}

private final class Count: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock(\.self) }

    func add() { number.withLock { $0 += 1 } }
}
