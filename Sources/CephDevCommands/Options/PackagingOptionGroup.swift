// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import OCIKit

/// How files become an image, wherever they came from.
struct PackagingOptionGroup: ParsableArguments {
    static let defaultBase = "ceph/daemon:reef-debian-trixie"

    @Option(
        help: ArgumentHelp(
            "Image to put the binaries on. (BASE_DAEMON_IMAGE; default: \(defaultBase))",
            valueName: "image"
        )
    )
    var base: String?

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

    func baseName(inputs: Inputs = Inputs()) -> String { base ?? inputs["BASE_DAEMON_IMAGE"] ?? Self.defaultBase }

    /// The name that the user chose.
    func reference(inputs: Inputs = Inputs()) throws -> ImageReference? {
        try (tag ?? inputs["IMAGE_NAME"]).map { try ImageReference(parsing: $0) }
    }
}
