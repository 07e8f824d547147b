// SPDX-License-Identifier: Apache-2.0

/// Which Ceph, on which system: what decides over the files of a tree that make an image.
package struct Flavor: Sendable, Hashable {
    /// The named release: `luminous`.
    package let release: String
    /// The point release with its separator, `-12.2.2` or `=12.2.2-1`; empty for the newest.
    package let point: String
    package let os: String
    package let osVersion: String
    /// Nothing stands for the host's.
    package let arch: String?
    /// What the images are built on.
    package let base: BaseSystem

    /// An image of a bare system.
    package struct BaseSystem: Sendable, Hashable, CustomStringConvertible {
        /// Empty for the engine's default.
        package let registry: String
        package let repository: String
        package let tag: String

        /// The name of the image.
        package var description: String { (registry.isEmpty ? "" : "\(registry)/") + "\(repository):\(tag)" }
    }

    /// Reads `RELEASE[POINT],OS,VERSION`, or seven fields
    /// `RELEASE[POINT],ARCH,OS,VERSION,BASE-REGISTRY,BASE-REPOSITORY,BASE-TAG`, where `_` is none.
    package init(parsing text: String) throws(FlavorFailure) {
        var fields = FlavorFields(text)
        guard [3, 7].contains(fields.count) else {
            throw .badFlavor(text, reason: "it has \(fields.count) fields, not 3 or 7")
        }
        let isLong = fields.count == 7
        (release, point) = try fields.takeRelease()
        arch = isLong ? try fields.takeOptional("the architecture") : nil
        os = try fields.take("the system")
        osVersion = try fields.take("the system's version")
        let registry = isLong ? try fields.takeOptional("the base's registry", also: "/:") : nil
        let repository = isLong ? try fields.takeOptional("the base's repository", also: "/") : nil
        let tag = isLong ? try fields.takeOptional("the base's tag") : nil
        base = BaseSystem(registry: registry ?? "", repository: repository ?? os, tag: tag ?? osVersion)
    }

    /// Whether the same folders of a tree serve both: the point release, architecture and base choose none.
    package func isVariant(of other: Flavor) -> Bool {
        release == other.release && os == other.os && osVersion == other.osVersion
    }

    /// The name of the folder that the flavor is staged to, beside others.
    package func folderName(arch hostArch: String) -> String {
        "\(release)\(point)-\(os)-\(osVersion)-\(arch ?? hostArch)"
    }
}

extension Flavor: CustomStringConvertible {
    /// The flavor in the shortest form that says all of it.
    package var description: String {
        let short = "\(release)\(point),\(os),\(osVersion)"
        guard arch != nil || base != BaseSystem(registry: "", repository: os, tag: osVersion) else { return short }
        let registry = base.registry.isEmpty ? "_" : base.registry
        return "\(release)\(point),\(arch ?? "_"),\(os),\(osVersion),\(registry),\(base.repository),\(base.tag)"
    }
}
