// SPDX-License-Identifier: Apache-2.0

package import Digests

/// A layer as `cephdev inspect` and `cephdev diff` tell of it.
package struct LayerReport: Sendable, Equatable, Encodable {
    package let diffID: Digest
    /// Of the blob in a registry or layout.
    package let digest: Digest?
    /// Uncompressed.
    package let size: Int64
    /// Of the blob.
    package let compressedSize: Int64?
    /// The component, or what else cephdev wrote the layer for; nil for a layer of the base.
    package let component: String?
    package let fileCount: Int
    /// The source's commit; nil for a layer of the base.
    package let commit: String?
    /// The command that made it, as the history tells.
    package let createdBy: String
}
