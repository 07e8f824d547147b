// SPDX-License-Identifier: Apache-2.0

/// What is left of an archive's ``ArchiveLimits``.
struct ArchiveBudget {
    private let limits: ArchiveLimits
    private var memberCount = 0
    private var headerByteCount = 0
    private var holeByteCount: Int64 = 0

    init(_ limits: ArchiveLimits) {
        self.limits = limits
    }

    /// Takes the header of one more member off.
    mutating func spend(_ member: ArchiveMember) throws(ArchiveError) {
        memberCount += 1
        guard memberCount <= limits.memberCount else { throw .tooManyMembers(limits.memberCount) }
        headerByteCount += member.headerByteCount
        guard headerByteCount <= limits.headerByteCount else { throw .headersTooLong(limits.headerByteCount) }
    }

    /// Takes a hole off: a sparse header of a few bytes may claim any size, and a hole must be hashed like other zeros.
    mutating func spend(hole byteCount: Int64, of member: ArchiveMember) throws(ArchiveError) {
        let (sum, overflows) = holeByteCount.addingReportingOverflow(byteCount)
        guard !overflows, sum <= limits.expandedByteCount else {
            throw .holeTooLarge(member: member.name, byteCount: byteCount)
        }
        holeByteCount = sum
    }
}

extension ArchiveMember {
    fileprivate var headerByteCount: Int {
        name.utf8.count + linkTarget.utf8.count + (hardLinkTarget?.utf8.count ?? 0)
            + attributes.reduce(0) { $0 + $1.key.utf8.count + $1.value.count }
    }
}
