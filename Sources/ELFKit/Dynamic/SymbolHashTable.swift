// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// The hash table through which the loader finds definitions: a symbol that it does not lead to does not exist
/// (glibc, elf/dl-lookup.c, `do_lookup_x`).
struct SymbolHashTable {
    /// A symbol that the table leads to.
    struct Member {
        let number: Int
        /// What the GNU table says of its hash; the lowest bit is not part of it. Nil in the older table.
        let hash: UInt32?
        let bucket: Int
    }

    private(set) var members: [Member] = []
    private(set) var symbolCount = 0
    private(set) var bucketCount = 1
    private var filter: [UInt64] = []
    private var shift: UInt32 = 0
    private var wordBits: UInt32 = 64

    /// Nil when a table lies outside of the file, or its chains do not end.
    init?(in image: borrowing ELFImage, _ section: DynamicSection) {
        if let address = section[DT_GNU_HASH] {
            guard let chunk = image.chunk(from: address, unit: 4, ELF_T_WORD) else { return nil }
            let words = Array(chunk.bytes.bindMemory(to: UInt32.self))
            guard readGNU(words, isWide: image.isWide, isBigEndian: image.isBigEndian) else { return nil }
        } else if let address = section[DT_HASH] {
            guard let chunk = image.chunk(from: address, unit: 4, ELF_T_WORD), chunk.byteCount >= 8 else { return nil }
            let words = chunk.bytes.bindMemory(to: UInt32.self)
            symbolCount = Int(words[1])
            guard Int(words[0]) + symbolCount + 2 <= words.count else { return nil }
            members = (1..<max(1, symbolCount)).map { Member(number: $0, hash: nil, bucket: 0) }
        }
    }

    private mutating func readGNU(_ words: [UInt32], isWide: Bool, isBigEndian: Bool) -> Bool {
        guard words.count >= 4 else { return false }
        let (first, filterCount) = (Int(words[1]), Int(words[2]))
        bucketCount = Int(words[0])
        shift = words[3]
        wordBits = isWide ? 64 : 32
        let buckets = 4 + filterCount * (isWide ? 2 : 1)
        let chains = buckets + bucketCount
        guard bucketCount > 0, shift < 64, chains <= words.count else { return false }
        filter = (0..<filterCount).map { number in
            guard isWide else { return UInt64(words[4 + number]) }
            let pair = [words[4 + 2 * number], words[5 + 2 * number]].map(UInt64.init)
            return isBigEndian ? pair[0] << 32 | pair[1] : pair[1] << 32 | pair[0]
        }
        // The linker lays chains one after the other: none is walked twice.
        members.reserveCapacity(words.count - chains)
        for bucket in 0..<bucketCount where words[buckets + bucket] != 0 {
            var number = Int(words[buckets + bucket])
            guard number >= first else { return false }
            while true {
                let position = chains + number - first
                guard position < words.count, members.count <= words.count else { return false }
                members.append(Member(number: number, hash: words[position], bucket: bucket))
                symbolCount = max(symbolCount, number + 1)
                guard words[position] & 1 == 0 else { break }
                number += 1
            }
        }
        return true
    }

    /// Whether a loader that looks for the name of hash `hash` comes by `member`.
    func leads(to member: Member, hash: UInt32) -> Bool {
        guard let stored = member.hash else { return true }
        guard stored | 1 == hash | 1, Int(hash) % bucketCount == member.bucket else { return false }
        guard !filter.isEmpty else { return true }
        let word = filter[Int(hash / wordBits) & (filter.count - 1)]
        let bits = UInt64(1) << (hash % wordBits) | UInt64(1) << ((hash >> shift) % wordBits)
        return word & bits == bits
    }
}
