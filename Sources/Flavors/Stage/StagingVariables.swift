// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The values of `__ENV_[NAME]__`: those that staging knows, before the environment's.
package struct StagingVariables: Sendable {
    /// What ceph-container wants to be set, in its order.
    static let required = [
        "CEPH_VERSION", "CEPH_POINT_RELEASE", "HOST_ARCH", "BASEOS_REG", "BASEOS_REPO", "BASEOS_TAG",
        "IMAGES_TO_BUILD", "STAGING_DIR", "RELEASE", "DAEMON_BASE_IMAGE", "DAEMON_IMAGE",
    ]
    private static let goArchs = ["x86_64": "amd64", "aarch64": "arm64"]

    /// Those that staging knows.
    package let known: [String: String]
    let imageNames: ImageNames
    private let environment: [String: String]

    init(
        _ flavor: Flavor,
        _ options: StagingOptions,
        images: [String],
        output: FilePath,
        origin: TreeOrigin
    ) {
        let arch = flavor.arch ?? options.arch
        let base = flavor.base
        imageNames = ImageNames(flavor, options, arch: arch, release: options.release ?? origin.branch)
        known = [
            "CEPH_VERSION": flavor.release, "CEPH_POINT_RELEASE": flavor.point,
            "OS_NAME": flavor.os, "OS_VERSION": flavor.osVersion,
            "HOST_ARCH": arch, "GO_ARCH": Self.goArchs[arch] ?? arch,
            "BASEOS_REG": base.registry, "BASEOS_REPO": base.repository, "BASEOS_TAG": base.tag,
            "BASE_IMAGE": options.baseImage ?? base.description,
            "IMAGES_TO_BUILD": images.joined(separator: " "), "STAGING_DIR": output.string,
            "RELEASE": options.release ?? origin.branch,
            "DAEMON_BASE_IMAGE": imageNames["daemon-base"], "DAEMON_IMAGE": imageNames["daemon"],
            "GIT_REPO": origin.url, "GIT_BRANCH": origin.branch, "GIT_COMMIT": origin.commit,
            "GIT_CLEAN": origin.isClean ? "True" : "False",
        ]
        environment = options.environment
    }

    /// The value of `NAME`; nil when neither staging nor the environment has one.
    package subscript(_ name: String) -> String? { known[name] ?? environment[name] }
}
