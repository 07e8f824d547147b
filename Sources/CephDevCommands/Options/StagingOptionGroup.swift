// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// How the images of flavors are called, and what they are built on.
struct StagingOptionGroup: ParsableArguments {
    @Option(help: "What the images' tags begin with. (RELEASE; default: the tree's git branch)")
    var release: String?

    @Option(
        help: ArgumentHelp(
            "Registry or repository of the images; empty for none. (REGISTRY; default: ceph)",
            valueName: "host"
        )
    )
    var registry: String?

    @Option(help: ArgumentHelp("What FROM names instead of the flavor's system. (BASE_IMAGE)", valueName: "image"))
    var baseImage: String?

    @Option(help: "Architecture as 'uname -m' writes it. (HOST_ARCH; default: this host's)")
    var arch: String?
}
