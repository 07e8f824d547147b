// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import ArgumentParser
import CephBuild
import CephDev
import EngineKit
import SystemPackage
import Testing

@testable import CephDevCommands

struct CommandTests {
    @Test func `check takes an image and a base`() throws {
        let command: CheckCommand = try parse(["check", "ceph/daemon:main", "--base", "ceph/daemon:reef"])
        #expect(command.image.text == "ceph/daemon:main")
        #expect(command.base?.text == "ceph/daemon:reef")
    }

    @Test func `fix-libs needs no image`() throws {
        let command: FixLibsCommand = try parse(["fix-libs"])
        #expect(command.image == nil)
        #expect(!command.dryRun)
    }

    @Test func `fix-libs takes a folder and can be asked for its plan`() throws {
        let command: FixLibsCommand = try parse(["fix-libs", "a:b", "--from", "/install", "--dry-run"])
        #expect(command.image == "a:b")
        #expect(command.from == "/install")
        #expect(command.dryRun)
    }

    @Test func `push takes a destination, and an image before it`() throws {
        let last: PushCommand = try parse(["push", "quay.io/me/ceph:1"])
        #expect(try last.request().image == nil && last.request().destination.tag == "1")
        let named: PushCommand = try parse(["push", "a:b", "quay.io/me/ceph", "--compression", "gzip", "--insecure"])
        let request = try named.request()
        #expect(request.image == "a:b" && request.compression == .gzip && request.trust.isInsecure)
    }

    @Test(arguments: [
        ["push"], ["push", "a", "b", "c"], ["push", "a:b", "quay.io/x", "--compression", "lzma"],
        ["push", "a:b", "quay.io/x/y", "--insecure", "--ca-file", "f"], ["build", "--compression", "gzip"],
        ["build", "--push", "quay.io/x/y", "--no-image"], ["registry", "serve", "--port", "70000"], ["export", "a:b"],
    ])
    func `what cannot be meant is wrong usage`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try CephDevCommand.parseAsRoot(arguments) }
        #expect(exitStatus(of: error) == 64)
    }

    @Test func `build pushes when it is told where`() throws {
        var request = BuildRequest(
            source: .directory("/s"),
            base: try ProjectTree.selection("b"),
            options: BuildOptions(jobs: 1)
        )
        let command = try parseBuild("--push", "quay.io/me/ceph:1", "--compression", "none", "--ca-file", "f.pem")
        try command.image.apply(to: &request, inputs: Inputs([:]))
        #expect(
            request.push?.destination.repository == "quay.io/me/ceph" && request.push?.compression == Compression.none
        )
        #expect(request.push?.trust.authority == "f.pem")
    }

    @Test func `build builds unless it is asked for its plan`() throws {
        #expect(try !parseBuild().dryRun)
        #expect(try parseBuild("--dry-run").dryRun)
    }

    @Test func `clean takes several names and a size`() throws {
        let command: CleanCommand = try parse(["clean", "build", "cache", "--keep", "20GB", "--dry-run"])
        #expect(command.what == [.build, .cache])
        #expect(command.keep == 20_000_000_000)
        #expect(command.dryRun)
    }

    @Test(arguments: [
        ["clean"], ["clean", "source"], ["clean", "cache", "--keep", "much"], ["clean", "build", "--keep", "1G"],
        ["clean", "cache", "--image", "x"], ["clean", "build", "--all-images"],
    ])
    func `clean refuses what it does not know, and options that do nothing`(arguments: [String]) {
        #expect(throws: (any Error).self) { let _: CleanCommand = try parse(arguments) }
    }

    @Test func `try takes services, a time limit and what becomes of the cluster`() throws {
        let plain: TryCommand = try parse(["try", "a:b"])
        #expect(plain.request().cluster == TrialCluster() && plain.request().limit == .seconds(120))
        #expect(!plain.request().keeps && !plain.request().opensShell)
        let full: TryCommand = try parse(["try", "a:b", "--with", "rgw,mds", "--time-limit", "300", "--keep"])
        #expect(full.request().cluster.services == [.mds, .rgw] && full.request().limit == .seconds(300))
        #expect(full.request().keeps)
    }

    @Test(arguments: [
        ["try"], ["try", "a", "--with", "osd"], ["try", "a", "--with", "mds,"], ["try", "a", "--time-limit", "0"],
    ])
    func `try refuses services that it does not know, and steps without time`(arguments: [String]) {
        #expect(throws: (any Error).self) { let _: TryCommand = try parse(arguments) }
    }

    @Test func `doctor looks, and reads and mends when it is asked to`() throws {
        let command: DoctorCommand = try parse(["doctor", "--verify", "--repair"])
        #expect(command.verify && command.repair)
    }

    @Test func `log takes a stage, and can leave out what went well`() throws {
        let plain: LogCommand = try parse(["log"])
        #expect(plain.stage == nil && !plain.errors)
        let full: LogCommand = try parse(["log", "compile", "--errors", "--format", "json"])
        #expect(full.stage == .compile && full.errors)
        #expect(throws: (any Error).self) { let _: LogCommand = try parse(["log", "link"]) }
    }

    @Test func `shell takes a command after its own options, whatever it looks like`() throws {
        let command: ShellCommand = try parse([
            "shell", "--workspace", "w", "--", "ninja", "-C", "/ceph/build", "--quiet",
        ])
        #expect(command.command == ["ninja", "-C", "/ceph/build", "--quiet"] && !command.shared.quiet)
        let plain: ShellCommand = try parse(["shell"])
        #expect(plain.command.isEmpty)
        #expect(throws: (any Error).self) { let _: ShellCommand = try parse(["shell", "ninja"]) }
    }
}
