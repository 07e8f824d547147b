// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Flavors

/// Which tree of Dockerfiles, and which of its flavors.
struct FlavorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Tree laid out as ceph-container's. (CEPHDEV_TREE; default: Dockerfiles of the installation)",
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
        try InstalledTree.open(tree, inputs)
    }

    /// Those that were named, or else all of the tree.
    func chosenFlavors(of tree: FlavorTree, inputs: Inputs = Inputs()) throws -> [Flavor] {
        try tree.flavors(names(inputs))
    }

    /// Those that were named, or else the tree's first.
    func chosenOrFirst(of tree: FlavorTree, inputs: Inputs = Inputs()) throws -> [Flavor] {
        let names = names(inputs)
        return names.isEmpty ? Array(try tree.flavors([]).prefix(1)) : try tree.flavors(names)
    }

    private func names(_ inputs: Inputs) -> [String] {
        guard flavor.isEmpty else { return flavor }
        return inputs["FLAVORS"].map { $0.split(whereSeparator: \.isWhitespace).map(String.init) } ?? []
    }

    /// Takes those variables from the environment that are options in ceph-container; `names` come before them.
    func stagingOptions(_ names: StagingOptionGroup? = nil, inputs: Inputs = Inputs()) -> StagingOptions {
        var options = StagingOptions.ofEnvironment(inputs)
        options.images = images.map { $0.split(separator: ",").map(String.init) }
        options.release = names?.release ?? options.release
        options.registry = names?.registry ?? options.registry
        options.baseImage = names?.baseImage ?? options.baseImage
        options.arch = names?.arch ?? options.arch
        return options
    }
}

extension StagingOptions {
    /// What ceph-container's variables say.
    static func ofEnvironment(_ inputs: Inputs) -> StagingOptions {
        var options = StagingOptions(
            arch: inputs["HOST_ARCH"] ?? StagingOptions.hostArch,
            environment: inputs.environment
        )
        options.release = inputs["RELEASE"]
        options.registry = inputs.environment["REGISTRY"] ?? options.registry
        options.baseImage = inputs["BASE_IMAGE"]
        options.daemonTag = inputs["DAEMON_TAG"]
        options.daemonBaseTag = inputs["DAEMON_BASE_TAG"]
        return options
    }
}
