// SPDX-License-Identifier: Apache-2.0

package import Digests

/// A blob that lies in a ``ContentStore``.
package struct StoredBlob: Sendable, Equatable {
    package let digest: Digest
    package let byteCount: Int64

    package init(digest: Digest, byteCount: Int64) {
        self.digest = digest
        self.byteCount = byteCount
    }
}
