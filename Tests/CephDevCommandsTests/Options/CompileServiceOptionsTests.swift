// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CephBuild
import CephDev
import Testing

@testable import CephDevCommands

struct CompileServiceOptionsTests {
    private static func service(_ arguments: String..., environment: [String: String] = [:]) throws -> CompileService {
        let command: BuildCommand = try parse(["build"] + arguments)
        return try command.service.service(inputs: Inputs(environment))
    }

    @Test func `without options ccache alone takes part`() throws {
        #expect(try Self.service() == .local)
    }

    @Test func `helpers and schedulers come from options and variables`() throws {
        let hosts = try Self.service(environment: ["CEPHDEV_DISTCC": "one/2 two"]).helpers.map(\.text)
        #expect(hosts == ["one/2", "two"])
        #expect(try Self.service(environment: ["CEPHDEV_ICECREAM": "lab/9"]).pool == IcecreamPool(parsing: "lab/9"))
        #expect(try Self.service("--icecream", "lab:99").pool?.port == 99)
    }

    @Test func `an option goes before the variables of both`() throws {
        let variables = ["CEPHDEV_DISTCC": "one", "CEPHDEV_ICECREAM": "lab"]
        let icecream = try Self.service("--icecream", "other", environment: variables)
        #expect(icecream.pool?.host == "other" && icecream.helpers.isEmpty)
        let distcc = try Self.service("--distcc", "two", environment: variables)
        #expect(distcc.pool == nil && distcc.helpers.map(\.text) == ["two"])
        #expect(throws: CompileFailure.self) { try Self.service(environment: variables) }
    }

    @Test(arguments: [
        ["build", "--distcc", "one", "--icecream", "lab"], ["helper", "--icecream", "lab", "--listen", "10.0.0.1"],
        ["helper", "--icecream", "lab", "--allow", "10.0.0.1"], ["helper", "--port", "0"],
        ["helper", "--port", "65536"],
    ])
    func `what does not go together is wrong usage`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try CephDevCommand.parseAsRoot(arguments) }
        #expect(exitStatus(of: error) == 64)
    }

    @Test(arguments: ["lab/4", "localhost", "127.0.0.1:99"])
    func `a helper's scheduler has an address that others know, and no jobs`(text: String) throws {
        let command: HelperCommand = try parse(["helper", "--icecream", text])
        let error = #expect(throws: (any Error).self) { try command.pool() }
        #expect(exitStatus(of: error) == 64)
    }
}
