// SPDX-License-Identifier: Apache-2.0

/// A line of `cephdev images`.
package struct ImageSummary: Sendable, Equatable, Encodable {
    /// Nil for an image that has lost its names.
    package let reference: String?
    /// The digest of the configuration.
    package let id: String
    package let origin: ImageOrigin
    /// RFC 3339.
    package let created: String
    /// Unpacked in an engine, compressed in a registry.
    package let byteCount: Int64
    /// Of that, in layers over the base.
    package let newByteCount: Int64

    private enum CodingKeys: String, CodingKey {
        case reference, id, origin, created
        case byteCount = "size"
        case newByteCount = "newBytes"
    }
}
