// SPDX-License-Identifier: Apache-2.0

package import Digests

/// A tag that was pointed at another image.
package struct TagMove: Sendable, Equatable, Codable {
    package enum Cause: String, Sendable, Codable {
        /// A build, a fix, or a rollback to a chosen image: the next image of the tag.
        case move
        /// Back to the image before.
        case rollback
    }

    /// RFC 3339.
    package let time: String
    package let engine: String
    package let name: String
    /// Nil when the tag was new.
    package let old: Digest?
    package let new: Digest
    package let cause: Cause
}
