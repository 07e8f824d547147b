// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDevCommands

struct InputsTests {
    @Test(arguments: [
        ("true", true), ("TRUE", true), ("True", true), ("yes", true), ("on", true), ("1", true), ("false", false),
        ("False", false), ("no", false), ("off", false), ("0", false),
    ])
    func `a flag is said in many ways`(text: String, value: Bool) throws {
        #expect(try Inputs(["CLEAN": text]).flag("CLEAN") == value)
    }

    @Test(arguments: ["2", "y", "maybe", " true", "true ", "-"])
    func `a flag that is neither true nor false is wrong usage`(text: String) {
        let error = #expect(throws: (any Error).self) { try Inputs(["CLEAN": text]).flag("CLEAN") }
        #expect(exitStatus(of: error) == 64)
    }

    @Test func `an empty variable counts as none`() throws {
        let inputs = Inputs(["A": ""])
        #expect(inputs["A"] == nil)
        #expect(try inputs.flag("A") == nil)
        #expect(try inputs.value("A", as: Int.self) == nil)
    }

    @Test func `a value is read as the option would read it`() throws {
        #expect(try Inputs(["N": "12"]).value("N", as: Int.self) == 12)
        #expect(try Inputs([:]).value("N", as: Int.self) == nil)
    }

    @Test(arguments: ["x", "1.5", "12 ", "0x10", "9999999999999999999"])
    func `a value that the option would refuse is wrong usage`(text: String) {
        let error = #expect(throws: (any Error).self) { try Inputs(["N": text]).value("N", as: Int.self) }
        #expect(exitStatus(of: error) == 64)
    }

    @Test(arguments: [
        (["XDG_CACHE_HOME": "/x", "HOME": "/home/me"], "/x/cephdev"), (["HOME": "/home/me"], "/home/me/.cache/cephdev"),
        (["XDG_CACHE_HOME": "", "HOME": "/home/me"], "/home/me/.cache/cephdev"), ([:], "/tmp/.cache/cephdev"),
    ])
    func `the cache lies where the XDG specification puts it`(environment: [String: String], folder: String) {
        #expect(Inputs(environment).cacheFolder == folder)
    }
}
