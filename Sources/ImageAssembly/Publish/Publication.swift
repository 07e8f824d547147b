// SPDX-License-Identifier: Apache-2.0

package import Digests

/// An image in a registry, and what it took to bring it there.
package struct Publication: Sendable, Equatable {
    /// What became of a blob.
    package enum Fate: String, Sendable, Encodable {
        /// It was sent.
        case sent
        /// The registry took it over from another of its repositories.
        case mounted
        /// The repository had it.
        case present
    }

    package struct Blob: Sendable, Equatable, Encodable {
        /// `config`, `manifest`, or the layer's name; empty for a layer that cephdev did not make.
        package let name: String
        package let digest: Digest
        /// In bytes, as it lies in the registry.
        package let size: Int64
        package let fate: Fate
    }

    /// Without a tag.
    package let repository: String
    package let tag: String
    /// Of the manifest, as the registry gave it back.
    package let digest: Digest
    /// The manifest, the configuration, and the layers, lowest first.
    package let blobs: [Blob]

    package func byteCount(_ fate: Fate) -> Int64 {
        blobs.reduce(0) { $0 + ($1.fate == fate ? $1.size : 0) }
    }
}
