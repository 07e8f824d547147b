// SPDX-License-Identifier: Apache-2.0

package import Digests
package import FileTree

/// A layer that was read to its end.
package struct IndexedLayer: Sendable, Equatable {
    /// The digest of the uncompressed archive, as image configurations name it.
    package let diffID: Digest
    /// The length of the uncompressed archive in bytes, padding included.
    package let byteCount: Int64
    package let contents: LayerContents
}
