// SPDX-License-Identifier: Apache-2.0

/// What an archive may cost whoever reads it. No honest image comes near; one that is made to harm stops here.
package struct ArchiveLimits: Sendable, Equatable {
    /// Members of one archive.
    package var memberCount = 2_000_000
    /// Bytes of one archive's names, link targets and extended attributes, all of which are held in memory.
    package var headerByteCount = 256 << 20
    /// Bytes that a compressed stream may become, whatever its length, and that the holes of sparse files may have.
    package var expandedByteCount: Int64 = 8 << 30
    /// A longer compressed stream may become this many times its length.
    package var expansionFactor: Int64 = 200

    package init() {}
}
