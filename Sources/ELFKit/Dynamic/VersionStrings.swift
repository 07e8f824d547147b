// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// Versions of Ceph in the read-only data of an object. Ceph compares them as strings when it opens a plugin, and no symbol
/// tells of it (Ceph, src/common/PluginRegistry.cc, src/erasure-code/ErasureCodePlugin.cc).
enum VersionStrings {
    /// The longest that counts.
    private static let limit = 64

    /// What the function at `address` returns, when it does nothing but give a string back.
    static func returned(by address: UInt64, in image: borrowing ELFImage) -> String? {
        guard let chunk = image.chunk(from: address, unit: 1, ELF_T_BYTE) else { return nil }
        let code = Array(chunk.bytes.prefix(48))
        let target: UInt64?
        switch Int32(image.header.e_machine) {
        case EM_X86_64: target = loadedOnX86(code, at: address)
        case EM_AARCH64: target = loadedOnARM(code, at: address)
        default: target = nil
        }
        guard let target, let text = image.chunk(from: target, unit: 1, ELF_T_BYTE) else { return nil }
        let bytes = text.bytes.prefix(limit + 1).prefix { $0 != 0 }
        return bytes.count > limit ? nil : String(validating: bytes, as: UTF8.self)
    }

    /// `lea rax, [rip+x]`, which a frame of its own may surround (Intel SDM, volume 2).
    private static func loadedOnX86(_ code: [UInt8], at address: UInt64) -> UInt64? {
        let starts: [[UInt8]] = [[0xf3, 0x0f, 0x1e, 0xfa], [0x55, 0x48, 0x89, 0xe5]]  // endbr64; push rbp, mov rbp, rsp
        var position = 0
        for start in starts where code[position...].starts(with: start) { position += start.count }
        let end = position + 7
        guard code.count > end, code[position...].starts(with: [0x48, 0x8d, 0x05]) else { return nil }
        let tail = code[end] == 0x5d ? code[(end + 1)...] : code[end...]  // pop rbp
        guard tail.first == 0xc3 else { return nil }
        let distance = code[(position + 3)..<end].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return address &+ UInt64(end) &+ UInt64(bitPattern: Int64(Int32(bitPattern: distance)))
    }

    /// `adrp x0, page; add x0, x0, #offset; ret`, which linkers shorten to `adr x0, distance; ret` (Arm ARM, C6.2).
    private static func loadedOnARM(_ code: [UInt8], at address: UInt64) -> UInt64? {
        let words = stride(from: 0, to: code.count - 3, by: 4).map { start in
            code[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        let ahead = words.prefix { $0 == 0xd503_245f || $0 == 0xd503_201f }.count  // bti c, nop
        let place = address &+ UInt64(ahead) * 4
        let rest = Array(words.dropFirst(ahead).prefix(3))
        guard rest.count > 1, rest[0] & 0x1f00_001f == 0x1000_0000 else { return nil }
        let number = (rest[0] >> 5 & 0x7ffff) << 2 | rest[0] >> 29 & 3
        let distance = Int64(Int32(bitPattern: number << 11) >> 11)
        let ret: UInt32 = 0xd65f_03c0
        guard rest[0] >> 31 == 1 else { return rest[1] == ret ? place &+ UInt64(bitPattern: distance) : nil }
        guard rest.count > 2, rest[1] & 0xffc0_03ff == 0x9100_0000, rest[2] == ret else { return nil }
        return (place & ~0xfff) &+ UInt64(bitPattern: distance << 12) &+ UInt64(rest[1] >> 10 & 0xfff)
    }

    /// Every string in read-only segments that looks like a version: `18.2.7`, `18.2.7-3-g0123abc`, `Development`. Sorted.
    static func find(in image: borrowing ELFImage) -> [String] {
        var found: Set<String> = []
        // Segments share no more than a page, unless they are damaged.
        var byteBudget = image.fileSize.multipliedReportingOverflow(by: 2).partialValue
        let fixed = image.segments.filter { $0.p_type == PT_LOAD && $0.p_flags & UInt32(PF_W) == 0 }
        // Older linkers put texts beside the code; the others have segments of their own for them.
        let data = fixed.filter { $0.p_flags & UInt32(PF_X) == 0 }
        for segment in data.isEmpty ? fixed : data {
            guard let chunk = image.chunk(offset: segment.p_offset, count: segment.p_filesz, ELF_T_BYTE) else {
                continue
            }
            guard UInt64(chunk.byteCount) <= byteBudget else { break }
            byteBudget -= UInt64(chunk.byteCount)
            collect(from: chunk.bytes, into: &found)
        }
        return found.sorted()
    }

    private static func collect(from bytes: UnsafeRawBufferPointer, into found: inout Set<String>) {
        let word = Array("Development".utf8)
        var last: UInt8 = 0
        for position in 0..<bytes.count {
            let first = bytes[position]
            defer { last = first }
            guard last == 0, first == word[0] || (first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")) else {
                continue
            }
            let text = bytes[position...].prefix(limit + 1).prefix { $0 != 0 }
            guard text.count <= limit, text.elementsEqual(word) || isVersion(text) else { continue }
            found.insert(String(decoding: text, as: UTF8.self))
        }
    }

    /// Three numbers, and what git may add to them.
    private static func isVersion(_ text: UnsafeRawBufferPointer.SubSequence) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard parts.count == 3, let third = parts[2].first, digits ~= third else { return false }
        guard parts[0].allSatisfy({ digits ~= $0 }), !parts[1].isEmpty, parts[1].allSatisfy({ digits ~= $0 }) else {
            return false
        }
        return parts[2].allSatisfy { byte in
            digits ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
                || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || [".", "-", "+", "~", "_"].map { UInt8(ascii: $0) }.contains(byte)
        }
    }
}
