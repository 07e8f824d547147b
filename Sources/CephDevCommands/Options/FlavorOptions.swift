// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Flavors
internal import FoundationEssentials
internal import SystemPackage

/// Which tree of Dockerfiles, and which of its flavors.
struct FlavorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Tree laid out as ceph-container's. (default: Dockerfiles of the installation)",
            valueName: "dir"
        ),
        completion: .directory
    )
    var tree: String?

    @Option(
        help: ArgumentHelp(
            "RELEASE[POINT],OS,VERSION; repeatable. (FLAVORS, separated by blanks; default: all of the tree)",
            valueName: "flavor"
        )
    )
    var flavor: [String] = []

    @Option(
        help: ArgumentHelp(
            "Images, separated by commas. (default: those of builder, daemon-base and daemon that the tree has)",
            valueName: "names"
        )
    )
    var images: String?

    func openTree(inputs: Inputs = Inputs()) throws -> FlavorTree {
        try FlavorTree(at: tree.map { FilePath($0) } ?? Self.installedTree())
    }

    func chosenFlavors(of tree: FlavorTree, inputs: Inputs = Inputs()) throws -> [Flavor] {
        let named = flavor.isEmpty ? inputs["FLAVORS"].map { $0.split(whereSeparator: \.isWhitespace) } : nil
        return try tree.flavors(named?.map(String.init) ?? flavor)
    }

    /// Takes those variables from the environment that are options in ceph-container.
    func stagingOptions(inputs: Inputs = Inputs()) -> StagingOptions {
        var options = StagingOptions(
            arch: inputs["HOST_ARCH"] ?? StagingOptions.hostArch,
            environment: inputs.environment
        )
        options.images = images.map { $0.split(separator: ",").map(String.init) }
        options.release = inputs["RELEASE"]
        options.registry = inputs.environment["REGISTRY"] ?? options.registry
        options.baseImage = inputs["BASE_IMAGE"]
        options.daemonTag = inputs["DAEMON_TAG"]
        options.daemonBaseTag = inputs["DAEMON_BASE_TAG"]
        return options
    }

    /// The tree beside the program: in the checkout that it was built in, or under its installation's `share`.
    private static func installedTree() throws -> FilePath {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var folder = FilePath(program).removingLastComponent()
        while !folder.components.isEmpty {
            for candidate in [folder.appending("Dockerfiles"), folder.appending("share/cephdev/Dockerfiles")]
            where FileManager.default.fileExists(atPath: candidate.appending("src").string) {
                return candidate
            }
            folder.removeLastComponent()
        }
        throw ValidationError("there is no tree of Dockerfiles beside \(program); name one with --tree")
    }
}
