// SPDX-License-Identifier: Apache-2.0

package import CephBuild

/// What the source of a workspace is, and what it takes up.
package struct SourceStatus: Sendable, Equatable {
    package struct Mirror: Sendable, Equatable, Encodable {
        package let url: String
        package let path: String
        /// Bytes on disk; 0 when it is not there.
        package let byteCount: Int64

        private enum CodingKeys: String, CodingKey {
            case url, path
            case byteCount = "size"
        }
    }

    package let workspace: String
    package let record: SourceRecord
    /// Files in the workspace's source that somebody changed; the next build makes them what they were.
    package let editedPaths: [String]
    /// Whether a checkout was begun that did not come to its end.
    package let isUnfinished: Bool
    /// Bytes of the source's files and git directories.
    package let byteCount: Int64
    /// Those of the repository and its submodules; none of a copy.
    package let mirrors: [Mirror]

    package var isDirty: Bool { !record.uncommittedPaths.isEmpty }
}
