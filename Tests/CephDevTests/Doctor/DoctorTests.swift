// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import CephDev

struct DoctorTests {
    private let scratch: ScratchDirectory
    private let workspace: Workspace

    init() throws {
        scratch = try ScratchDirectory()
        workspace = try Workspace(at: scratch.path.appending("w"), cache: scratch.path.appending("c"))
    }

    private func examine(repairing: Bool = false) throws -> [Diagnosis] {
        try CacheExamination(workspace: workspace).examine(verifying: true, repairing: repairing) {}
    }

    @Test func `an empty cache is healthy`() throws {
        #expect(try examine().map(\.isHealthy) == [true])
    }

    @Test func `each thing that is broken is told apart, with the command that mends it`() throws {
        try scratch.write("c/blobs/sha256/\(String(repeating: "0", count: 64))", "x")
        try scratch.write("c/blobs/derived/x", "x")
        try scratch.write("c/blobs/ingest-4194305-1", "x")
        try scratch.write("c/images/x.index", "x")
        let diagnoses = try examine()
        #expect(
            diagnoses.map(\.subject) == [
                "broken layers", "records that lead nowhere", "left by killed runs", "damaged indexes of images",
            ]
        )
        #expect(diagnoses.allSatisfy { $0.remedy == "cephdev doctor --verify --repair" })
    }

    @Test func `a repair removes it, and says what it was`() throws {
        try scratch.write("c/blobs/sha256/\(String(repeating: "0", count: 64))", "x")
        try scratch.write("c/images/x.index", "x")
        let diagnoses = try examine(repairing: true)
        #expect(diagnoses.map(\.isHealthy) == [true])
        #expect(diagnoses.first?.finding.contains("x.index") == true)
        #expect(!scratch.exists("c/images/x.index"))
        #expect(try examine().map(\.finding) == ["0 layers, 0 B, all verified"])
    }

    @Test func `nothing is repaired under another run`() throws {
        try scratch.write("c/images/x.index", "x")
        let other = try Workspace(at: scratch.path.appending("other"), cache: workspace.cache)
        let diagnoses = try examine(repairing: true)
        #expect(diagnoses.map(\.isHealthy) == [false])
        #expect(diagnoses[0].finding.contains("another run uses the cache"))
        #expect(scratch.exists("c/images/x.index"))
        withExtendedLifetime(other) {}
    }

    @Test(arguments: [
        ("ID=debian\n", "apt-get install docker.io"), ("ID=ubuntu\nID_LIKE=debian\n", "apt-get install docker.io"),
        ("NAME=x\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "dnf install moby-engine"),
        ("ID=fedora\n", "dnf install moby-engine"), ("ID=opensuse-leap\n", "zypper install docker"),
        ("ID=other\n", "install the package of docker"), ("", "install the package of docker"),
    ])
    func `a package is installed as the distribution does it`(osRelease: String, command: String) {
        #expect(PackageInstaller(osRelease: osRelease).command(for: "docker") == command)
    }

    @Test(.tags(.medium)) func `a program that is not there is a problem with a remedy`() async {
        let tool = HostExamination.Tool(program: "no-such-tool", arguments: [], package: "p", purpose: "does x")
        let diagnosis = await HostExamination(installer: .apt, workspace: nil).tool(tool)
        #expect(diagnosis.remedy == "apt-get install p")
        #expect(diagnosis.finding == "'no-such-tool' is not installed; it does x")
    }

    @Test(.tags(.medium)) func `a program that is there is named with its version`() async {
        let diagnosis = await HostExamination(installer: .apt, workspace: nil).tool(HostExamination.tools[0])
        #expect(diagnosis.isHealthy)
        #expect(diagnosis.finding.hasPrefix("git version"))
    }

    @Test(.tags(.medium)) func `a doctor makes no folders, and says whether the cache could be written to`()
        async throws
    {
        var request = Doctor.Request(workspace: scratch.path.appending("x/w"), cache: scratch.path.appending("x/c"))
        request.verifies = true
        let diagnoses = try await Doctor(request).examine()
        #expect(diagnoses.first { $0.subject == "cache" }?.isHealthy == true)
        #expect(!scratch.exists("x"))
    }
}
