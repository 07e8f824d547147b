// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import FoundationEssentials
internal import OCIKit
internal import SystemPackage

/// What becomes of the compiled files.
struct ImageOptions: ParsableArguments {
    static let defaultBase = "ceph/daemon:reef-debian-trixie"

    @Option(
        help: ArgumentHelp(
            "Image to put the binaries on. (BASE_DAEMON_IMAGE; default: \(defaultBase))",
            valueName: "image"
        )
    )
    var base: String?

    @Option(
        help: ArgumentHelp("Builder image. (default: made from the source's own dependency lists)", valueName: "image")
    )
    var builder: String?

    @Option(
        help: ArgumentHelp(
            "Name of the image. (IMAGE_NAME; default: ceph/daemon:<ref>-<commit>[-dirty] and ceph/daemon:<ref>)",
            valueName: "name"
        )
    )
    var tag: String?

    @Flag(help: "Stop after the install step. (GENERATE_DOCKER_IMAGE=false)")
    var noImage = false

    @Flag(help: "Do not check that the image links.")
    var noCheck = false

    @Flag(help: "Do not mend libraries.")
    var noFix = false

    @Flag(help: "Tag the image even when the check failed.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "Folder with the recipes of the images. (CEPHDEV_RECIPES; default: Dockerfiles of the installation)",
            valueName: "dir"
        )
    )
    var recipes: String?

    func apply(to request: inout BuildRequest, inputs: Inputs = Inputs()) throws {
        request.builder = builder
        if let name = tag ?? inputs["IMAGE_NAME"] {
            request.tag = try ImageReference(parsing: name)
        }
        request.makesImage = try !noImage && inputs.flag("GENERATE_DOCKER_IMAGE") ?? true
        request.packaging.checks = !noCheck
        request.packaging.fixes = !noFix
        request.packaging.forces = force
    }

    func baseName(inputs: Inputs = Inputs()) -> String { base ?? inputs["BASE_DAEMON_IMAGE"] ?? Self.defaultBase }

    /// The recipes beside the program: in the checkout that it was built in, or under its installation's `share`.
    func recipeFolder(inputs: Inputs = Inputs()) throws -> FilePath {
        let here = FilePath(FileManager.default.currentDirectoryPath)
        if let chosen = recipes ?? inputs["CEPHDEV_RECIPES"] { return here.pushing(FilePath(chosen)) }
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var folder = FilePath(program).removingLastComponent()
        while !folder.components.isEmpty {
            for candidate in [folder.appending("Dockerfiles"), folder.appending("share/cephdev/Dockerfiles")] {
                let recipe = candidate.appending("builder/Dockerfile").string
                if FileManager.default.fileExists(atPath: recipe) { return candidate }
            }
            folder.removeLastComponent()
        }
        throw ValidationError("the recipes of the images are not beside \(program); name their folder with --recipes")
    }
}
