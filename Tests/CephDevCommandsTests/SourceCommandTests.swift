// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CephBuild
import GitKit
import SystemPackage
import Testing

@testable import CephDevCommands

struct SourceCommandTests {
    @Test func `sync takes what a build takes, and may prefetch`() throws {
        let command: SourceSyncCommand = try parse(["source", "sync", "--git-url", "/srv/ceph.git", "--prefetch"])
        #expect(
            try command.source.spec(inputs: Inputs([:])) == .repository(url: GitURL(parsing: "/srv/ceph.git"), ref: nil)
        )
        #expect(command.prefetch)
    }

    @Test func `status and clean take their options`() throws {
        let status: SourceStatusCommand = try parse(["source", "status", "--format", "json"])
        #expect(status.shared.format == .json)
        let clean: SourceCleanCommand = try parse(["source", "clean", "--mirrors", "--dry-run"])
        #expect(clean.mirrors && clean.dryRun)
    }

    @Test func `patches keep their order and count from the current folder`() throws {
        let policy = try parseBuild("--patch", "b", "--patch", "/a").source.policy(inputs: Inputs([:]))
        #expect(policy.patches.map(\.isAbsolute) == [true, true])
        #expect(policy.patches.compactMap(\.lastComponent?.string) == ["b", "a"])
    }

    @Test func `another place for repositories is an option, or a variable with several`() throws {
        let option = try parseBuild("--git-mirror", "https://github.com/=/srv/a=b/").source
        #expect(
            try option.policy(inputs: Inputs([:])).rewrites == [.init(from: "https://github.com/", to: "/srv/a=b/")]
        )
        let inputs = Inputs(["CEPHDEV_GIT_MIRROR": "https://a/=/srv/a/  https://b/=ssh://h/"])
        #expect(try parseBuild().source.policy(inputs: inputs).rewrites.map(\.to) == ["/srv/a/", "ssh://h/"])
    }

    @Test func `a relative place counts from the current folder`() throws {
        let rules = try parseBuild("--git-mirror", "https://a/=mirrors/").source.policy(inputs: Inputs([:])).rewrites
        #expect(rules.first?.to.hasPrefix("/") == true && rules.first?.to.hasSuffix("/mirrors/") == true)
    }

    @Test(arguments: ["x", "=x", "x="])
    func `what maps nothing is refused`(text: String) throws {
        let command = try parseBuild("--git-mirror=\(text)")
        #expect(throws: ValidationError.self) { try command.source.policy(inputs: Inputs([:])) }
    }

    @Test func `no network is an option or a variable`() throws {
        #expect(try parseBuild("--offline").source.policy(inputs: Inputs([:])).isOffline)
        #expect(try parseBuild().source.policy(inputs: Inputs(["CEPHDEV_OFFLINE": "1"])).isOffline)
        #expect(try !parseBuild().source.policy(inputs: Inputs([:])).isOffline)
    }

    @Test(arguments: ["--add-remote", "--no-add-remote"])
    func `an extra remote may be asked for, and changes nothing`(option: String) throws {
        #expect(try parseBuild(option).source.policy(inputs: Inputs([:])) == SourcePolicy())
        let inputs = Inputs(["ADD_URL_AS_REMOTE": "perhaps"])
        #expect(throws: ValidationError.self) { try parseBuild().source.policy(inputs: inputs) }
    }

    @Test(arguments: [["--source", "x", "--patch", "p"], ["--source", "x", "--ref", "y"]])
    func `a checkout as it lies takes neither patches nor a ref`(arguments: [String]) {
        #expect(throws: (any Error).self) { try parse(["build"] + arguments) as BuildCommand }
    }

    @Test func `a ref that cannot be one is refused before anything is fetched`() throws {
        let command = try parseBuild("--ref", "me:a..b")
        #expect(throws: GitError.self) { try command.source.spec(inputs: Inputs([:])) }
    }
}
