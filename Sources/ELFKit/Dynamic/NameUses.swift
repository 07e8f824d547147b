// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// Which strings of an object are in use, but for its RUNPATH and RPATH. Linkers let a string be the end of another one.
struct NameUses {
    private var offsets: [UInt64] = []
    private let names: [UInt8]

    /// Nil when a table lies outside of the file.
    init?(in image: borrowing ELFImage, _ section: DynamicSection) {
        names = section.names
        offsets = section.entries.filter { Self.tags.contains($0.tag) }.map(\.value)
        guard let address = section[DT_SYMTAB] else { return }
        guard let relocations = Relocations(in: image, section), let table = SymbolHashTable(in: image, section) else {
            return nil
        }
        let count = max(table.symbolCount, relocations.highest + 1)
        guard let symbols = image.chunk(address: address, count: UInt64(count) * image.unit(ELF_T_SYM), ELF_T_SYM),
            let versions = SymbolVersions(in: image, section, symbolCount: count)
        else { return nil }
        offsets += versions.nameOffsets
        var symbol = GElf_Sym()
        for number in 0..<count where gelf_getsym(symbols.data, Int32(clamping: number), &symbol) != nil {
            offsets.append(UInt64(symbol.st_name))
        }
    }

    /// Whether a string has bytes in `range`, which ends where a string does.
    func reach(into range: Range<UInt64>) -> Bool {
        var start = Int(range.lowerBound)
        while start > 0, names[start - 1] != 0 { start -= 1 }
        return offsets.contains { (UInt64(start)..<range.upperBound).contains($0) }
    }

    /// Entries whose value is where a string lies.
    private static let tags = Set(
        [DT_NEEDED, DT_SONAME, DT_CONFIG, DT_DEPAUDIT, DT_AUDIT, DT_AUXILIARY, DT_FILTER].map { Int64($0) }
    )
}
