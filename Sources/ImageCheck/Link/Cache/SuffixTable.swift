// SPDX-License-Identifier: Apache-2.0

/// Strings packed one after the other, each ended by a NUL; one that ends another lies in it (glibc, elf/stringtable.c).
struct SuffixTable {
    private(set) var bytes: [UInt8] = []
    private var offsets: [String: Int] = [:]

    init(_ strings: some Sequence<String>) {
        // From the last byte on, the highest first: what ends another comes after it.
        let reversed = Set(strings).map { Array($0.utf8.reversed()) }
        var previous: [UInt8] = []
        for string in reversed.sorted(by: { $1.lexicographicallyPrecedes($0) }) {
            if previous.starts(with: string) {
                offsets[Self.text(string)] = bytes.count - 1 - string.count
            } else {
                offsets[Self.text(string)] = bytes.count
                bytes += string.reversed() + [0]
                previous = string
            }
        }
    }

    /// Where `string` begins; nil when it is none of those that were packed.
    subscript(_ string: String) -> Int? { offsets[string] }

    private static func text(_ reversed: [UInt8]) -> String { String(decoding: reversed.reversed(), as: UTF8.self) }
}
