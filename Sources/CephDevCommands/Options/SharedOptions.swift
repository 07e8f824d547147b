// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import EngineKit
internal import FoundationEssentials
internal import SystemPackage

/// What every command understands.
struct SharedOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    enum Engine: String, ExpressibleByArgument, CaseIterable {
        case auto, docker, podman
    }

    @Option(
        help: ArgumentHelp(
            "Folder of source, build and install tree. (CEPHDEV_WORKSPACE; default: ./ceph)",
            valueName: "dir"
        )
    )
    var workspace: String?

    @Option(
        help: ArgumentHelp(
            "Folder of mirrors, compile cache and layers. (CEPHDEV_CACHE; default: the XDG cache folder)",
            valueName: "dir"
        )
    )
    var cache: String?

    @Option(help: "Container engine: auto, docker or podman. (CEPHDEV_ENGINE; default: auto)")
    var engine: Engine?

    @Option(help: "Form of the result: text or json.")
    var format: Format = .text

    @Option(help: "Form of the progress: auto, live, plain or json.")
    var progress: Progress = .auto

    @Flag(name: [.long, .short], help: "Show what the tools print, and why things are done.")
    var verbose = false

    @Flag(name: [.long, .short], help: "Show warnings and errors only.")
    var quiet = false

    func validate() throws {
        if verbose && quiet { throw ValidationError("--verbose and --quiet exclude each other") }
    }
}

extension SharedOptions {
    enum Progress: String, ExpressibleByArgument, CaseIterable {
        case auto, live, plain, json
    }

    func makeWorkspace(inputs: Inputs = Inputs()) throws -> Workspace {
        try Workspace(at: workspaceFolder(inputs), cache: cacheFolder(inputs))
    }

    /// The workspace without making its folders.
    func presentWorkspace(inputs: Inputs = Inputs()) throws -> Workspace {
        try Workspace(present: workspaceFolder(inputs), cache: cacheFolder(inputs))
    }

    func workspaceFolder(_ inputs: Inputs = Inputs()) -> FilePath {
        FilePath(workspace ?? inputs["CEPHDEV_WORKSPACE"] ?? "ceph")
    }

    func cacheFolder(_ inputs: Inputs = Inputs()) -> FilePath {
        FilePath(cache ?? inputs["CEPHDEV_CACHE"] ?? inputs.cacheFolder)
    }

    func engineKind(inputs: Inputs = Inputs()) throws -> ContainerEngine.Kind? {
        let chosen = try engine ?? inputs.value("CEPHDEV_ENGINE", as: Engine.self) ?? .auto
        return ContainerEngine.Kind(rawValue: chosen.rawValue)
    }

    func makeConsole() -> ConsoleReporter {
        ConsoleReporter(
            style: ConsoleReporter.Style(rawValue: progress.rawValue) ?? .auto,
            verbosity: verbose ? .verbose : quiet ? .quiet : .normal
        )
    }
}
