// SPDX-License-Identifier: Apache-2.0

import Flavors
import Testing

@testable import CephDevCommands

struct FlavorCommandsTests {
    @Test func `what is an option in ceph-container is one of the environment`() throws {
        let command: StageCommand = try parse(["stage", "--output", "out", "--images", "daemon-base,daemon"])
        let inputs = Inputs([
            "REGISTRY": "", "RELEASE": "v1", "HOST_ARCH": "aarch64", "BASE_IMAGE": "a:b", "DAEMON_TAG": "d:1",
            "DAEMON_BASE_TAG": "b:1", "MINE": "",
        ])
        let options = command.flavors.stagingOptions(command.names, inputs: inputs)
        #expect(options.registry.isEmpty && options.release == "v1" && options.arch == "aarch64")
        #expect(options.baseImage == "a:b" && options.daemonTag == "d:1" && options.daemonBaseTag == "b:1")
        #expect(options.images == ["daemon-base", "daemon"] && options.environment["MINE"] == "")
    }

    @Test func `options come before the environment`() throws {
        let command: StageCommand = try parse([
            "stage", "--output", "out", "--registry", "quay.io/me", "--release", "v2", "--arch", "s390x",
            "--base-image", "c:d",
        ])
        let inputs = Inputs(["REGISTRY": "x", "RELEASE": "v1", "HOST_ARCH": "aarch64", "BASE_IMAGE": "a:b"])
        let options = command.flavors.stagingOptions(command.names, inputs: inputs)
        #expect(options.registry == "quay.io/me" && options.release == "v2" && options.arch == "s390x")
        #expect(options.baseImage == "c:d")
    }

    @Test func `nothing set is ceph, the host and the tree's own images`() throws {
        let command: StageCommand = try parse(["stage", "--check"])
        let options = command.flavors.stagingOptions(command.names, inputs: Inputs([:]))
        #expect(options.registry == "ceph" && options.arch == StagingOptions.hostArch && options.images == nil)
    }

    @Test func `flavors alone lists, modified compares`() throws {
        let list: FlavorsListCommand = try parse(["flavors", "--tree", "x", "--format", "json"])
        #expect(list.flavors.tree == "x")
        let modified: FlavorsModifiedCommand = try parse(["flavors", "modified", "--since", "wip/x"])
        #expect(modified.since == "wip/x")
    }

    @Test(arguments: [["stage"], ["stage", "--check", "--output", "x"], ["stage", "--output", ""]])
    func `staging wants a folder, and checking none`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { let _: StageCommand = try parse(arguments) }
        #expect(exitStatus(of: error) == 64)
    }
}
