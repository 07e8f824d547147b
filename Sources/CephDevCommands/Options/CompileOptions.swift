// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import CephDev
internal import ProcessKit

/// How it is compiled.
struct CompileOptions: ParsableArguments {
    enum Version: String, ExpressibleByArgument, CaseIterable {
        case pinned, git, off
    }

    enum Clean: String, ExpressibleByArgument, CaseIterable {
        case build, install, cache, all
    }

    @Option(
        help: ArgumentHelp(
            "Compilers at once. (BUILD_THREADS; default: the smaller of cores and memory / 3 GiB, of the engine's host)",
            valueName: "n"
        )
    )
    var threads: Int?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Arguments for cmake, split as a shell does; repeatable. (CONFIGURE_FLAGS; default: -DWITH_TESTS=OFF and the packaging's own)",
            valueName: "flags"
        )
    )
    var configureFlags: [String] = []

    @Option(help: "CMAKE_BUILD_TYPE.")
    var buildType = "RelWithDebInfo"

    @Option(
        help: ArgumentHelp(
            "cmake target or component (mds, osd, …) to build; repeatable. (default: everything installable)",
            valueName: "name"
        )
    )
    var target: [String] = []

    @Option(help: "Version in the binaries: pinned (the base's), git or off.")
    var versionMode: Version = .pinned

    @Flag(help: "Run cmake even if nothing seems to ask for it. (RECONFIGURE)")
    var reconfigure = false

    @Option(help: "Throw away first: build, install, cache or all; repeatable. (CLEAN=true: build and install)")
    var clean: [Clean] = []

    @Flag(help: "Keep header files in the image. (INSTALL_HEADERS)")
    var installHeaders = false

    func buildOptions(inputs: Inputs = Inputs()) throws -> BuildOptions {
        let chosen = try inputs.jobs(threads)
        var options = BuildOptions(jobs: chosen ?? JobLimit.ofHost().jobs)
        options.hasChosenJobs = chosen != nil
        options.configureFlags = try flags(inputs)
        options.buildType = buildType
        options.targets = target
        options.versionMode = VersionMode(rawValue: versionMode.rawValue) ?? .pinned
        options.reconfigures = try reconfigure || inputs.flag("RECONFIGURE") ?? false
        options.installsHeaders = try installHeaders || inputs.flag("INSTALL_HEADERS") ?? false
        return options
    }

    func cleanLevels(inputs: Inputs = Inputs()) throws -> Set<BuildRequest.CleanLevel> {
        if clean.isEmpty, try inputs.flag("CLEAN") == true { return [.build, .install] }
        return Set(clean.compactMap { BuildRequest.CleanLevel(rawValue: $0.rawValue) })
    }

    private func flags(_ inputs: Inputs) throws -> [String]? {
        let texts = configureFlags.isEmpty ? inputs["CONFIGURE_FLAGS"].map { [$0] } : configureFlags
        do {
            return try texts?.flatMap(ShellWord.split)
        } catch {
            throw ValidationError("the configure flags cannot be split: \(error)")
        }
    }
}
