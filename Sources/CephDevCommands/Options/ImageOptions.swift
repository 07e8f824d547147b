// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import CephDev

/// What becomes of the compiled files.
struct ImageOptions: ParsableArguments {
    @OptionGroup var packaging: PackagingOptionGroup

    @Option(
        help: ArgumentHelp(
            "Builder image. (default: the flavor's, with what the source's own lists ask for)",
            valueName: "image"
        )
    )
    var builder: String?

    @Flag(help: "Stop after the install step. (GENERATE_DOCKER_IMAGE=false)")
    var noImage = false

    @Flag(help: "Replace only what the targets of --target make and what must change with it, not all that was built.")
    var minimal = false

    @Option(
        help: ArgumentHelp("Push the image there once it is tagged, as 'cephdev push' does.", valueName: "destination")
    )
    var push: String?

    @OptionGroup(title: "Registry") var registry: RegistryOptions

    @Option(help: "Of the layers that are pushed: zstd, gzip or none. (default: zstd where it is read, gzip otherwise)")
    var compression: CompressionOption?

    func validate() throws {
        if push == nil, compression != nil { throw ValidationError("--compression is of use with --push only") }
        if push != nil, noImage { throw ValidationError("--no-image leaves nothing to push") }
    }

    func apply(to request: inout BuildRequest, inputs: Inputs = Inputs()) throws {
        request.builder = builder
        request.tag = try packaging.reference(inputs: inputs)
        request.makesImage = try !noImage && inputs.flag("GENERATE_DOCKER_IMAGE") ?? true
        request.packaging = packaging.options()
        request.isMinimal = minimal
        if minimal, request.options.targets.isEmpty { throw ValidationError("--minimal is of use with --target only") }
        request.push = try pushRequest()
    }

    private func pushRequest() throws -> PushService.Request? {
        guard let push else { return nil }
        var request = PushService.Request(to: try PushDestination(parsing: push), trust: registry.trust)
        request.compression = compression?.compression
        return request
    }
}
