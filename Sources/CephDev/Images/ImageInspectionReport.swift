// SPDX-License-Identifier: Apache-2.0

package import Digests

/// What `cephdev inspect` tells.
package struct ImageInspectionReport: Sendable, Equatable, Encodable {
    /// As it was asked for.
    package let image: String
    /// The digest of the configuration; nil for an unpacked file system.
    package let id: Digest?
    /// Of the manifest, in a registry or a layout.
    package let digest: Digest?
    /// RFC 3339.
    package let created: String?
    package let platform: String?
    package let labels: [String: String]
    package let origin: ImageOrigin
    /// Lowest first.
    package let layers: [LayerReport]
    /// What cephdev put in and what is there still; of an unpacked file system everything.
    package let files: [FileProvenance]
    /// Files and links in the image.
    package let fileCount: Int
    /// In regular files.
    package let byteCount: Int64
}
