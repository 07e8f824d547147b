// SPDX-License-Identifier: Apache-2.0

import CephBuild
import CephDev
import Flavors
import OCIKit
import SystemPackage
import TestSupport
import Testing

@testable import CephDevCommands

struct ImageOptionsTests {
    private static func request(_ arguments: String..., environment: [String: String] = [:]) throws -> BuildRequest {
        let command: BuildCommand = try parse(["build"] + arguments)
        var request = BuildRequest(
            source: .directory("/src"),
            base: try ProjectTree.selection("base"),
            options: BuildOptions(jobs: 1)
        )
        try command.image.apply(to: &request, inputs: Inputs(environment))
        return request
    }

    @Test func `what is not said makes a checked and mended image under its usual names`() throws {
        let request = try Self.request()
        #expect(request.makesImage && request.packaging.checks && request.packaging.fixes)
        #expect(!request.packaging.forces && request.packaging.strips && !request.packaging.makesDebugImage)
        #expect(request.tag == nil)
        #expect(request.builder == nil)
    }

    @Test func `every step can be left out`() throws {
        let request = try Self.request(
            "--no-image",
            "--no-check",
            "--no-fix",
            "--no-strip",
            "--force",
            "--builder",
            "b:1"
        )
        #expect(!request.makesImage && !request.packaging.checks && !request.packaging.fixes)
        #expect(request.packaging.forces && !request.packaging.strips)
        #expect(request.builder == "b:1")
    }

    @Test(arguments: [
        (["--tag", "a:b"], ["IMAGE_NAME": "c:d"], "a:b"), ([], ["IMAGE_NAME": "c:d"], "c:d"),
        ([], ["IMAGE_NAME": "localhost:5000/c"], "localhost:5000/c"),
    ])
    func `an image has the name it is given`(arguments: [String], environment: [String: String], name: String) throws {
        let command: BuildCommand = try parse(["build"] + arguments)
        var request = try Self.request()
        try command.image.apply(to: &request, inputs: Inputs(environment))
        #expect(request.tag?.description == name)
    }

    @Test(arguments: ["Ceph/Daemon", "a:b:c", "a b", "-x"])
    func `a name that no image can have is refused`(name: String) {
        #expect(throws: OCIError.self) { try Self.request(environment: ["IMAGE_NAME": name]) }
    }

    @Test(arguments: [("false", false), ("true", true), ("0", false), ("", true)])
    func `a variable can leave out the image`(text: String, makesImage: Bool) throws {
        #expect(try Self.request(environment: ["GENERATE_DOCKER_IMAGE": text]).makesImage == makesImage)
    }

    @Test func `an image that an option leaves out is not brought back by the variable`() throws {
        #expect(try !Self.request("--no-image", environment: ["GENERATE_DOCKER_IMAGE": "true"]).makesImage)
    }

    @Test func `a variable that is neither true nor false is wrong usage`() {
        let error = #expect(throws: (any Error).self) {
            try Self.request(environment: ["GENERATE_DOCKER_IMAGE": "maybe"])
        }
        #expect(exitStatus(of: error) == 64)
    }

    @Test func `the base is the option's, the variable's or the daemon image of a flavor`() throws {
        func base(_ arguments: String..., variables: [String: String] = [:]) throws -> BaseSelection {
            let inputs = Inputs(variables.merging(["CEPHDEV_TREE": ProjectTree.folder]) { first, _ in first })
            let command: BuildCommand = try parse(["build"] + arguments)
            return try command.image.packaging.baseSelection(inputs: inputs)
        }
        let variables = ["BASE_DAEMON_IMAGE": "env/base:1"]
        #expect(try base("--base", "option/base:1", variables: variables).image == "option/base:1")
        #expect(try base(variables: variables).image == "env/base:1")
        #expect(try base(variables: variables).flavor == nil)
        #expect(try base().image == nil)
        #expect(try "\(#require(base().flavor))" == "reef,debian,trixie")
        let other = try base("--flavor", "pacific,debian,bookworm", "--base", "x:1")
        #expect(other.image == "x:1" && other.flavor?.osVersion == "bookworm")
    }

    @Test func `a flavor that the tree does not have is bad input`() throws {
        #expect(throws: FlavorFailure.self) {
            try parseBuild("--flavor", "reef,debian,potato").image.packaging
                .baseSelection(inputs: Inputs(["CEPHDEV_TREE": ProjectTree.folder]))
        }
    }
}
