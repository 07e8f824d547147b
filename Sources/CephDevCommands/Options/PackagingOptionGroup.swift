// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Flavors
internal import OCIKit

/// How files become an image, wherever they came from.
struct PackagingOptionGroup: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Image to put the binaries on. (BASE_DAEMON_IMAGE; default: the flavor's daemon image, built when it is not there)",
            valueName: "image"
        )
    )
    var base: String?

    @Option(
        help: ArgumentHelp(
            "RELEASE,OS,VERSION of the base and of the builder. (default: that of --base, or the first of 'cephdev flavors')",
            valueName: "flavor"
        )
    )
    var flavor: String?

    @Option(
        help: ArgumentHelp(
            "Tree of Dockerfiles that makes images of flavors. (CEPHDEV_TREE; default: Dockerfiles of the installation)",
            valueName: "dir"
        ),
        completion: .directory
    )
    var tree: String?

    @Option(
        help: ArgumentHelp(
            "Name of the image. (IMAGE_NAME; default of build: ceph/daemon:<ref>-<commit>[-dirty] and ceph/daemon:<ref>)",
            valueName: "name"
        )
    )
    var tag: String?

    @Flag(help: "Ship binaries with their symbols and debug information.")
    var noStrip = false

    @Flag(help: "Put the debug information into a second image, NAME-debug, by build-id.")
    var debugImage = false

    @Flag(help: "Do not check that the image links.")
    var noCheck = false

    @Flag(help: "Do not mend libraries.")
    var noFix = false

    @Flag(help: "Tag the image even when the check failed.")
    var force = false

    func options() -> PackagingOptions {
        var options = PackagingOptions()
        options.strips = !noStrip
        options.makesDebugImage = debugImage
        options.checks = !noCheck
        options.fixes = !noFix
        options.forces = force
        return options
    }

    func baseSelection(inputs: Inputs = Inputs()) throws -> BaseSelection {
        let tree = try InstalledTree.open(tree, inputs)
        let image = base ?? inputs["BASE_DAEMON_IMAGE"]
        var chosen = try flavor.map { try tree.flavors([$0]) } ?? []
        if image == nil, chosen.isEmpty { chosen = Array(try tree.flavors([]).prefix(1)) }
        let source = FlavorSource(tree: tree, options: .ofEnvironment(inputs))
        return BaseSelection(image: image, flavor: chosen.first, source: source)
    }

    /// The name that the user chose.
    func reference(inputs: Inputs = Inputs()) throws -> ImageReference? {
        try (tag ?? inputs["IMAGE_NAME"]).map { try ImageReference(parsing: $0) }
    }
}
