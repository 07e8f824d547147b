// SPDX-License-Identifier: Apache-2.0

/// What the history of an image says of a layer that cephdev wrote.
struct LayerOrigin: Sendable, Equatable {
    /// A component, or what else the layer was written for.
    let name: String
    let commit: String?
    /// The first digits of the digest of the uncommitted edits.
    let edits: String?

    /// - Parameters:
    ///   - name: the layer's.
    ///   - comment: the source's revision as the history notes it, `<commit>[-dirty-<edits>]`.
    init(name: String, comment: String) {
        self.name = name
        let parts = comment.split(separator: "-dirty-", maxSplits: 1)
        commit = parts.first.map(String.init)
        edits = parts.count == 2 ? String(parts[1]) : nil
    }
}
