// SPDX-License-Identifier: Apache-2.0

import CephBuild
import CephDev
import Testing

@testable import CephDevCommands

struct CompileOptionsTests {
    private static let nothing = Inputs([:])

    private static func options(_ arguments: String..., environment: [String: String] = [:]) throws -> BuildOptions {
        let command: BuildCommand = try parse(["build"] + arguments)
        return try command.compile.buildOptions(inputs: Inputs(environment))
    }

    // MARK: Threads

    @Test func `as many compilers run as are asked for`() throws {
        #expect(try Self.options("--threads", "3", environment: ["BUILD_THREADS": "5"]).jobs == 3)
        #expect(try Self.options(environment: ["BUILD_THREADS": "5"]).jobs == 5)
        #expect(try Self.options().jobs > 0)
    }

    @Test(arguments: ["0", "-1", "two"])
    func `a variable that is no number of compilers is wrong usage`(text: String) {
        let error = #expect(throws: (any Error).self) { try Self.options(environment: ["BUILD_THREADS": text]) }
        #expect(exitStatus(of: error) == 64)
    }

    @Test func `it is known whether somebody chose the number of compilers`() throws {
        #expect(try Self.options("--threads", "3").hasChosenJobs)
        #expect(try Self.options(environment: ["BUILD_THREADS": "5"]).hasChosenJobs)
        #expect(try !Self.options().hasChosenJobs)
    }

    @Test(arguments: ["--threads=0", "--threads=-1"])
    func `an option that is no number of compilers is wrong usage`(option: String) {
        let error = #expect(throws: (any Error).self) { try Self.options(option) }
        #expect(exitStatus(of: error) == 64)
    }

    // MARK: Flags for cmake

    @Test func `without flags the default ones are left to the planner`() throws {
        #expect(try Self.options().configureFlags == nil)
        #expect(try Self.options(environment: ["CONFIGURE_FLAGS": ""]).configureFlags == nil)
    }

    @Test(arguments: [
        ("-DWITH_TESTS=OFF", ["-DWITH_TESTS=OFF"]), ("-DA=1  -DB=2", ["-DA=1", "-DB=2"]),
        ("-DCMAKE_CXX_FLAGS='-O0 -g' -DB=\"x y\"", ["-DCMAKE_CXX_FLAGS=-O0 -g", "-DB=x y"]), ("-DA=a\\ b", ["-DA=a b"]),
        ("-DA=1 \\\n  -DB=2", ["-DA=1", "-DB=2"]), ("-DA=", ["-DA="]), ("-DA=''", ["-DA="]),
    ])
    func `flags are split as a shell does, by variable and by option alike`(text: String, flags: [String]) throws {
        #expect(try Self.options(environment: ["CONFIGURE_FLAGS": text]).configureFlags == flags)
        #expect(try Self.options("--configure-flags", text).configureFlags == flags)
    }

    @Test func `several options add up, and leave the variable aside`() throws {
        let options = try Self.options(
            "--configure-flags",
            "-DA=1",
            "--configure-flags",
            "-DB=2 -DC=3",
            environment: ["CONFIGURE_FLAGS": "-DD=4"]
        )
        #expect(options.configureFlags == ["-DA=1", "-DB=2", "-DC=3"])
    }

    @Test func `flags that look like cephdev's own options are cmake's`() throws {
        #expect(try Self.options("--configure-flags", "--verbose", "--threads", "2").configureFlags == ["--verbose"])
    }

    @Test(arguments: ["'-DA", "\"-DA=1", "-DA=\\"])
    func `flags that do not end are wrong usage`(text: String) {
        let error = #expect(throws: (any Error).self) { try Self.options(environment: ["CONFIGURE_FLAGS": text]) }
        #expect(exitStatus(of: error) == 64)
    }

    // MARK: The rest

    @Test func `what is not said is as the help says`() throws {
        let options = try Self.options("--threads", "2")
        var expected = BuildOptions(jobs: 2)
        expected.hasChosenJobs = true
        #expect(options == expected)
        #expect(options.buildType == "RelWithDebInfo")
        #expect(options.versionMode == .pinned)
        #expect(!options.reconfigures && !options.installsHeaders)
    }

    @Test func `targets and modes are taken over`() throws {
        let options = try Self.options(
            "--target",
            "mds",
            "--target",
            "ceph-osd",
            "--version-mode",
            "git",
            "--build-type",
            "Debug"
        )
        #expect(options.targets == ["mds", "ceph-osd"])
        #expect(options.versionMode == .git)
        #expect(options.buildType == "Debug")
    }

    @Test(arguments: CompileOptions.Version.allCases)
    func `every version mode of the command line is one of the build`(mode: CompileOptions.Version) throws {
        #expect(try Self.options("--version-mode", mode.rawValue).versionMode.rawValue == mode.rawValue)
    }

    @Test(arguments: [
        (["RECONFIGURE": "true"], true, false), (["INSTALL_HEADERS": "1"], false, true),
        (["RECONFIGURE": "false", "INSTALL_HEADERS": "no"], false, false),
    ])
    func `variables set flags`(environment: [String: String], reconfigures: Bool, installsHeaders: Bool) throws {
        let options = try Self.options(environment: environment)
        #expect(options.reconfigures == reconfigures)
        #expect(options.installsHeaders == installsHeaders)
    }

    @Test func `a flag that is set goes before its variable`() throws {
        let options = try Self.options(
            "--reconfigure",
            "--install-headers",
            environment: ["RECONFIGURE": "false", "INSTALL_HEADERS": "false"]
        )
        #expect(options.reconfigures && options.installsHeaders)
    }

    // MARK: Clean

    @Test(
        arguments: [
            ([], [:], []), ([], ["CLEAN": "true"], [.build, .install]), ([], ["CLEAN": "false"], []),
            (["--clean", "cache"], ["CLEAN": "true"], [.cache]),
            (["--clean", "build", "--clean", "all"], [:], [.build, .all]),
        ] as [([String], [String: String], Set<BuildRequest.CleanLevel>)]
    )
    func `what is thrown away`(
        arguments: [String],
        environment: [String: String],
        levels: Set<BuildRequest.CleanLevel>
    ) throws {
        let command: BuildCommand = try parse(["build"] + arguments)
        #expect(try command.compile.cleanLevels(inputs: Inputs(environment)) == levels)
    }

    @Test(arguments: CompileOptions.Clean.allCases)
    func `every level of the command line is one of the build`(level: CompileOptions.Clean) throws {
        let command: BuildCommand = try parse(["build", "--clean", level.rawValue])
        #expect(try command.compile.cleanLevels(inputs: Self.nothing).map(\.rawValue) == [level.rawValue])
    }
}
