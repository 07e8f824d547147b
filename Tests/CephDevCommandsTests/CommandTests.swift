// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDevCommands

struct CommandTests {
    @Test func `check takes an image and a base`() throws {
        let command: CheckCommand = try parse(["check", "ceph/daemon:main", "--base", "ceph/daemon:reef"])
        #expect(command.image == "ceph/daemon:main")
        #expect(command.base == "ceph/daemon:reef")
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

    @Test func `doctor looks, and reads and mends when it is asked to`() throws {
        let command: DoctorCommand = try parse(["doctor", "--verify", "--repair"])
        #expect(command.verify && command.repair)
    }
}
