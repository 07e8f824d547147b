// SPDX-License-Identifier: Apache-2.0

import CephBuild
import GitKit
import SystemPackage
import TestSupport
import Testing

@testable import CephDevCommands

struct SourceOptionsTests {
    private static let variables = Inputs(["GIT_URL": "/srv/env.git", "SHA1_OR_REF": "v18.2.7"])

    private static func repository(_ url: String, _ ref: String?) throws -> SourceSpec {
        .repository(url: try GitURL(parsing: url), ref: ref)
    }

    @Test func `without a word it is the default branch of Ceph's repository`() throws {
        let spec = try parseBuild().source.spec(inputs: Inputs([:]))
        #expect(try spec == Self.repository("https://github.com/ceph/ceph.git", nil))
    }

    @Test func `the environment says what the options do not`() throws {
        let spec = try parseBuild().source.spec(inputs: Self.variables)
        #expect(try spec == Self.repository("/srv/env.git", "v18.2.7"))
    }

    @Test func `an option goes before its variable`() throws {
        let spec = try parseBuild("--git-url", "/srv/option.git", "--ref", "main").source.spec(inputs: Self.variables)
        #expect(try spec == Self.repository("/srv/option.git", "main"))
    }

    @Test func `each option goes before its own variable alone`() throws {
        let spec = try parseBuild("--ref", "main").source.spec(inputs: Self.variables)
        #expect(try spec == Self.repository("/srv/env.git", "main"))
    }

    @Test func `a checkout of one's own goes before the environment`() throws {
        let spec = try parseBuild("--source", "/src/a/../ceph").source.spec(inputs: Self.variables)
        #expect(spec == .directory("/src/ceph"))
    }

    @Test func `a relative checkout counts from the current folder`() throws {
        let spec = try parseBuild("--source", "ceph").source.spec(inputs: Inputs([:]))
        guard case .directory(let path) = spec else {
            Issue.record("\(spec)")
            return
        }
        #expect(path.isAbsolute)
        #expect(path.lastComponent == "ceph")
    }

    @Test(arguments: ["ext::sh -c id", "-u", "ftp://host/a"])
    func `a dangerous URL is refused wherever it comes from`(url: String) throws {
        let command = try parseBuild()
        #expect(throws: GitError.self) { try command.source.spec(inputs: Inputs(["GIT_URL": url])) }
    }
}
