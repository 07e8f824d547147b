// SPDX-License-Identifier: Apache-2.0

/// One 512-byte ustar header.
///
/// Spec: POSIX.1-2017, pax, "ustar Interchange Format"; offsets and lengths below are its table.
struct UstarBlock {
    let name: UstarName
    let type: TarHeader.MemberType
    let mode: UInt16
    let size: Int64
    let modified: Int64
    var owner: UInt32 = 0
    var group: UInt32 = 0
    let link: [UInt8]

    /// The block, its check sum filled in.
    var bytes: [UInt8] {
        var block = [UInt8](repeating: 0, count: TarHeader.blockByteCount)
        func put(_ text: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in text.enumerated() { block[offset + index] = byte }
        }
        put(name.name, at: 0)
        put(Self.octal(Int64(mode), digits: 7), at: 100)
        put(Self.octal(Int64(owner), digits: 7), at: 108)
        put(Self.octal(Int64(group), digits: 7), at: 116)
        put(Self.octal(size, digits: 11), at: 124)
        put(Self.octal(modified, digits: 11), at: 136)
        put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148)  // the check sum counts as spaces
        block[156] = type.rawValue
        put(link, at: 157)
        put("ustar\u{0}00".utf8, at: 257)
        put(Self.octal(0, digits: 7), at: 329)  // device numbers
        put(Self.octal(0, digits: 7), at: 337)
        put(name.prefix, at: 345)
        let sum = block.reduce(0) { $0 + Int64($1) }
        put(Self.octal(sum, digits: 6) + [0], at: 148)
        return block
    }

    private static func octal(_ number: Int64, digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
    }
}
