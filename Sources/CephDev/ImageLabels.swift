// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FoundationEssentials
internal import GitKit
internal import ImageAssembly
internal import ProcessKit

/// What an image says of where it came from: the six labels of ceph-container, the OCI annotations (image-spec,
/// annotations.md), and cephdev's own.
enum ImageLabels {
    private static let prefix = "io.github.cephdev."
    /// Every image made by cephdev carries it.
    static let mark = prefix + "version"
    /// The engine's id of the base.
    static let baseID = prefix + "base.id"
    static let dirty = prefix + "dirty"
    /// The digest of the uncommitted edits.
    static let edits = Image.editsLabel

    /// The image whose debug information an image holds.
    static let debugOf = prefix + "debug-of"

    /// For files of which nothing else is known than that they lay in a folder.
    static func make(packedOn base: BaseFinder.Base, epoch: Int64) -> [String: String] {
        [
            "org.opencontainers.image.created": Date(timeIntervalSince1970: TimeInterval(epoch)).formatted(.iso8601),
            "org.opencontainers.image.title": "ceph",
            "org.opencontainers.image.base.name": base.name,
            mark: CephDevVersion.current,
            baseID: base.image.id.description,
        ]
    }

    static func make(
        source: SourceTree,
        base: BaseFinder.Base,
        plan: BuildPlan,
        request: BuildRequest
    ) -> [String: String] {
        let commit = source.commit?.description ?? ""
        let created = Date(timeIntervalSince1970: TimeInterval(plan.stamp.epoch)).formatted(.iso8601)
        var labels = [
            "RELEASE": source.refName,
            "GIT_REPO": source.origin,
            "GIT_BRANCH": source.refName,
            "GIT_COMMIT": commit,
            "GIT_CLEAN": source.isDirty ? "False" : "True",
            "CEPH_POINT_RELEASE": "-\(plan.stamp.number)",
            "org.opencontainers.image.created": created,
            "org.opencontainers.image.source": source.origin,
            "org.opencontainers.image.revision": commit,
            "org.opencontainers.image.version": source.description ?? plan.stamp.number,
            "org.opencontainers.image.ref.name": source.refName,
            "org.opencontainers.image.title": "ceph",
            "org.opencontainers.image.base.name": base.name,
            mark: CephDevVersion.current,
            baseID: base.image.id.description,
            dirty: "\(source.isDirty)",
            prefix + "configure-flags": plan.configureFlags.map(ShellWord.quote).joined(separator: " "),
            prefix + "targets": plan.targets.joined(separator: " "),
            prefix + "version-mode": request.options.versionMode.rawValue,
        ]
        if let digest = base.inspection.repoDigests.first?.split(separator: "@").last {
            labels["org.opencontainers.image.base.digest"] = String(digest)
        } else {
            labels["org.opencontainers.image.base.digest"] = base.image.id.description
        }
        // Empty rather than left out: the base may be an image with edits.
        labels[Self.edits] = source.edits?.digest.description ?? ""
        return labels
    }
}
