// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// What lies in a ``ContentStore``, and what of it is no good.
package struct StoreAudit: Sendable, Equatable {
    package internal(set) var blobCount = 0
    package internal(set) var byteCount: Int64 = 0
    /// Blobs whose bytes are not those that they are named after, or cannot be read.
    package internal(set) var broken: [FilePath] = []
    /// Records whose blob is gone or of another length, or that say nothing.
    package internal(set) var danglingRecords: [FilePath] = []
    /// What writers that were killed left, and files that no store puts there.
    package internal(set) var strays: [FilePath] = []

    package init() {}

    /// All that is no good.
    package var rejects: [FilePath] { broken + danglingRecords + strays }
}
