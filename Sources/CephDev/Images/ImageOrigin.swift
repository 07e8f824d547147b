// SPDX-License-Identifier: Apache-2.0

internal import Digests

/// What an image's labels say of where it came from; see `ImageLabels`, which writes them.
package struct ImageOrigin: Sendable, Equatable, Encodable {
    package let ref: String?
    package let commit: String?
    package let isDirty: Bool
    /// Of the uncommitted edits.
    package let edits: String?
    package let base: String?
    /// The engine's id of the base.
    package let baseID: String?
    /// Of cephdev; nil when it did not make the image.
    package let madeBy: String?

    package init(_ labels: [String: String]) {
        func label(_ name: String) -> String? { labels[name].flatMap { $0.isEmpty ? nil : $0 } }
        ref = label("org.opencontainers.image.ref.name")
        commit = label("org.opencontainers.image.revision")
        edits = label(ImageLabels.edits)
        isDirty = edits != nil || label(ImageLabels.dirty) == "true"
        base = label("org.opencontainers.image.base.name")
        baseID = label(ImageLabels.baseID)
        madeBy = label(ImageLabels.mark)
    }

    private enum CodingKeys: String, CodingKey {
        case ref, commit
        case isDirty = "dirty"
        case edits, base, baseID, madeBy
    }

    /// The commit in short, and whether there were edits.
    package var revision: String? {
        commit.map { $0.prefix(10) + (isDirty ? "-dirty" : "") }
    }
}
