// SPDX-License-Identifier: Apache-2.0

/// A set of small numbers, a bit each.
struct MemberSet {
    private var words: [UInt64] = []

    func contains(_ member: Int) -> Bool {
        member / 64 < words.count && words[member / 64] & 1 << (member % 64) != 0
    }

    /// Whether it was not there before.
    @discardableResult
    mutating func insert(_ member: Int) -> Bool {
        if member / 64 >= words.count { words += Array(repeating: 0, count: member / 64 + 1 - words.count) }
        defer { words[member / 64] |= 1 << (member % 64) }
        return !contains(member)
    }

    func isSubset(of other: MemberSet) -> Bool {
        words.enumerated().allSatisfy { position, word in
            word & ~(position < other.words.count ? other.words[position] : 0) == 0
        }
    }
}
