// SPDX-License-Identifier: Apache-2.0

import CephDev
import EngineKit
import SystemPackage
import TestSupport
import Testing

@testable import CephDevCommands

struct SharedOptionsTests {
    @Test(
        arguments: [
            ([], [:], nil), (["--engine", "podman"], ["CEPHDEV_ENGINE": "docker"], .podman),
            ([], ["CEPHDEV_ENGINE": "docker"], .docker),
            (["--engine", "auto"], ["CEPHDEV_ENGINE": "docker"], nil), ([], ["CEPHDEV_ENGINE": "auto"], nil),
        ] as [([String], [String: String], ContainerEngine.Kind?)]
    )
    func `the engine is the option's, the variable's, or any`(
        arguments: [String],
        environment: [String: String],
        kind: ContainerEngine.Kind?
    ) throws {
        let command: BuildCommand = try parse(["build"] + arguments)
        #expect(try command.shared.engineKind(inputs: Inputs(environment)) == kind)
    }

    @Test func `an engine that is not known is wrong usage`() throws {
        let shared = try parseBuild().shared
        let error = #expect(throws: (any Error).self) {
            try shared.engineKind(inputs: Inputs(["CEPHDEV_ENGINE": "lxc"]))
        }
        #expect(exitStatus(of: error) == 64)
    }

    @Test func `the workspace and the cache are the options' or the variables'`() throws {
        let scratch = try ScratchDirectory()
        let place = { (name: String) in scratch.path.appending(name).string }
        let inputs = Inputs(["CEPHDEV_WORKSPACE": place("w1"), "CEPHDEV_CACHE": place("c1")])
        let chosen = try parseBuild("--workspace", place("w2"), "--cache", place("c2")).shared.makeWorkspace(
            inputs: inputs
        )
        #expect([chosen.root, chosen.cache] == [scratch.path.appending("w2"), scratch.path.appending("c2")])
        let inherited = try parseBuild().shared.makeWorkspace(inputs: inputs)
        #expect([inherited.root, inherited.cache] == [scratch.path.appending("w1"), scratch.path.appending("c1")])
    }

    @Test func `the cache is the XDG one when nobody names it`() throws {
        let scratch = try ScratchDirectory()
        let inputs = Inputs([
            "CEPHDEV_WORKSPACE": scratch.path.appending("w").string, "XDG_CACHE_HOME": scratch.path.string,
        ])
        #expect(try parseBuild().shared.makeWorkspace(inputs: inputs).cache == scratch.path.appending("cephdev"))
    }
}
