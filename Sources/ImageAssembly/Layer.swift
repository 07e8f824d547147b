// SPDX-License-Identifier: Apache-2.0

package import Digests
package import FileTree

/// A layer that is written: its blob is in the store or the engine, uncompressed, so that its digest is its diffID.
package struct Layer: Sendable, Equatable {
    package let name: String
    package let diffID: Digest
    package let byteCount: Int64
    package let contents: LayerContents

    package init(name: String, diffID: Digest, byteCount: Int64, contents: LayerContents) {
        self.name = name
        self.diffID = diffID
        self.byteCount = byteCount
        self.contents = contents
    }

    package var fileCount: Int {
        contents.entries.count { $0.kind != .directory }
    }
}
