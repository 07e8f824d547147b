// SPDX-License-Identifier: Apache-2.0

/// File names as `ldconfig` and the loader look at them.
enum LibraryName {
    /// Whether a file of this name may be a library (glibc, elf/dl-is_dso.h), and no half-installed one.
    static func isLibrary(_ name: String) -> Bool {
        guard ["lib", "ld-"].contains(where: name.hasPrefix), name.dropFirst(3).contains(".so") else { return false }
        return ![".dpkg-new", ".dpkg-tmp", ".#prelink#"].contains(where: name.hasSuffix) && !name.contains(";")
    }

    /// Negative, zero or positive as `left` comes before, is, or comes after `right`: numbers in names count as such (glibc,
    /// elf/dl-cache.c, `_dl_cache_libcmp`).
    static func compare(_ left: String, _ right: String) -> Int {
        var (left, right) = (Substring(left).utf8, Substring(right).utf8)
        while let first = left.first {
            guard let second = right.first else { return 1 }
            switch (isDigit(first), isDigit(second)) {
            case (true, true):
                let (one, other) = (number(&left), number(&right))
                if one != other { return one < other ? -1 : 1 }
            case (true, false): return 1
            case (false, true): return -1
            case (false, false):
                // There a byte has a sign.
                guard first == second else { return Int(Int8(bitPattern: first)) - Int(Int8(bitPattern: second)) }
                left.removeFirst()
                right.removeFirst()
            }
        }
        return right.isEmpty ? 0 : -1
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func number(_ text: inout Substring.UTF8View) -> Int32 {
        var value: Int32 = 0
        while let digit = text.first, isDigit(digit) {
            value = value &* 10 &+ Int32(digit - UInt8(ascii: "0"))
            text.removeFirst()
        }
        return value
    }
}
