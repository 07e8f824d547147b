// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// The entries of `PT_DYNAMIC`, and the strings that they point into.
struct DynamicSection {
    /// The last value of each tag.
    private var values: [Int64: UInt64] = [:]
    private(set) var needed: [UInt64] = []
    /// Tags and values in their order, without the `DT_NULL` that ends them.
    private(set) var entries: [(tag: Int64, value: UInt64)] = []
    /// More than the names of files and versions of any object come to. A damaged one may have a long name many times.
    static let mostNameBytes = 4 << 20
    /// More libraries than any object asks for.
    static let mostNeeded = 4096

    /// All strings, and a NUL behind the last.
    let names: [UInt8]

    /// Nil when the entries or the strings lie outside of the file.
    init?(in image: borrowing ELFImage, at segment: GElf_Phdr) {
        let unit = image.unit(ELF_T_DYN)
        let byteCount = segment.p_filesz / unit * unit
        guard let chunk = image.chunk(offset: segment.p_offset, count: byteCount, ELF_T_DYN) else { return nil }
        var entry = GElf_Dyn()
        var position: Int32 = 0
        while gelf_getdyn(chunk.data, position, &entry) != nil, entry.d_tag != Int64(DT_NULL) {
            if entry.d_tag == Int64(DT_NEEDED) { needed.append(entry.d_un.d_val) }
            values[entry.d_tag] = entry.d_un.d_val
            entries.append((entry.d_tag, entry.d_un.d_val))
            position += 1
        }
        guard let address = values[Int64(DT_STRTAB)], let size = values[Int64(DT_STRSZ)] else {
            names = [0]
            return
        }
        guard let strings = image.chunk(address: address, count: size, ELF_T_BYTE) else { return nil }
        names = Array(strings.bytes) + [0]
    }

    subscript(_ tag: Int32) -> UInt64? { values[Int64(tag)] }

    /// The string at `offset`; nil outside of the table.
    func string(_ offset: UInt64) -> String? { bytes(offset).map { String(decoding: $0, as: UTF8.self) } }

    /// The same as its bytes.
    func bytes(_ offset: UInt64) -> ArraySlice<UInt8>? {
        guard offset < UInt64(names.count) else { return nil }
        return names[Int(offset)...].prefix { $0 != 0 }
    }

    /// The string whose offset is the value of `tag`.
    func string(at tag: Int32) -> String? { self[tag].flatMap(string) }
}
