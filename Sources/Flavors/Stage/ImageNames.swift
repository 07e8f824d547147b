// SPDX-License-Identifier: Apache-2.0

internal import OCIKit

/// What the images of a flavor are called in an engine.
package struct ImageNames: Sendable {
    private let registry: String
    private let tag: String
    private let chosen: [String: String]

    /// `release` is what tags begin with; nothing does where no git branch tells.
    package init(_ flavor: Flavor, _ options: StagingOptions, arch: String, release: String) {
        registry = options.registry.isEmpty ? "" : "\(options.registry)/"
        let parts = [
            release == TreeOrigin.unknownBranch ? nil : release, flavor.release + flavor.point, flavor.os,
            flavor.osVersion, arch,
        ]
        tag = ImageReference.tag(from: parts.compactMap(\.self).joined(separator: "-"))
        chosen = ["daemon": options.daemonTag, "daemon-base": options.daemonBaseTag].compactMapValues { $0 }
    }

    /// The name of `builder`, `daemon-base` or `daemon`.
    package subscript(_ image: String) -> String { registry + (chosen[image] ?? "\(image):\(tag)") }
}
