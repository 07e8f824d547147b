// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev stage` and `cephdev flavors` as a user runs them; no engine is needed.
@Suite(.tags(.medium))
struct StageTests {
    private let scratch: ScratchDirectory

    init() async throws {
        scratch = try ScratchDirectory()
        try scratch.write("tree/src/daemon/Dockerfile", "FROM __ENV_[BASE_IMAGE]__\nRUN __INSTALL__ __ENV_[MORE]__\n")
        try scratch.write("tree/ceph-releases/luminous/centos/7/__INSTALL__", "yum install ceph\n")
        try scratch.write("tree/ceph-releases/jewel/ubuntu/16.04/__INSTALL__", "apt-get install ceph\n")
    }

    private func cephdev(_ arguments: String..., user: String? = nil) async throws -> Sample.Run {
        let program = Sample.project.appending(".build/debug/cephdev").string
        let prefix = user.map { ["setpriv", "--reuid", $0, "--clear-groups"] } ?? []
        let words = prefix + [program] + arguments
        let command = Command(
            words[0],
            Array(words.dropFirst()),
            environment: ["MORE": "more"],
            workingDirectory: scratch.path
        )
        let result = try await ProcessRunner.run(command)
        guard case .exited(let status) = result.status else { throw SampleError.killed("\(result.status)") }
        return Sample.Run(status: status, output: result.output, errors: result.errors.joined(separator: "\n"))
    }

    @Test func `flavors are listed, staged and checked`() async throws {
        let list = try await cephdev("flavors", "--tree", "tree")
        #expect(list.output == ["jewel,ubuntu,16.04", "luminous,centos,7"])
        let json = try await cephdev("flavors", "--tree", "tree", "--format", "json").json
        #expect(json.schema == "cephdev.flavors/1")
        let staged = try await cephdev("stage", "--tree", "tree", "--output", "out", "--arch", "x86_64")
        #expect(staged.output == ["out/jewel-ubuntu-16.04-x86_64", "out/luminous-centos-7-x86_64"], "\(staged.errors)")
        let dockerfile = try scratch.read("out/luminous-centos-7-x86_64/daemon/Dockerfile")
        #expect(dockerfile == "FROM centos:7\nRUN yum install ceph more\n")
        #expect(try await cephdev("stage", "--tree", "tree", "--check").status == 0)
        try scratch.write("tree/src/daemon/__IDLE__", "x")
        let check = try await cephdev("stage", "--tree", "tree", "--check")
        #expect(check.status == 1 && check.output == ["src/daemon/__IDLE__: no staged file uses __IDLE__"])
    }

    @Test(arguments: [
        ("luminous;id,centos,7", "has the character ';'", 65), ("luminos,centos,7", "similar: luminous,centos,7", 65),
    ])
    func `a wrong flavor is told with a hint, and nothing is written`(flavor: String, text: String, status: Int32)
        async throws
    {
        let run = try await cephdev("stage", "--tree", "tree", "--output", "out", "--flavor", flavor)
        #expect(run.status == status && run.errors.contains(text) && run.errors.contains("hint: "), "\(run.errors)")
        #expect(!scratch.exists("out"))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func `a folder that cannot be read is named`() async throws {
        try await scratch.run("sh", "-c", "chmod 755 . tree; chmod 700 tree/src/daemon")
        let run = try await cephdev("flavors", "--tree", "tree", user: "65534")
        #expect(run.status == 74 && run.errors.contains("tree/src/daemon: Permission denied"), "\(run.errors)")
    }
}
