// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// The version tables of an object (LSB, "Symbol Versioning"): which version each symbol has, and what versions are
/// defined and needed.
struct SymbolVersions {
    private(set) var needs: [VersionNeed] = []
    private(set) var definesVersions = false
    private(set) var names: [SymbolVersion] = []
    /// Where among the object's strings the names of versions and files lie.
    private(set) var nameOffsets: [UInt64] = []
    /// Positions in ``names``, from 1 on, by the number that symbols use.
    private var positions: [UInt16: Int] = [:]
    private var numbers: [UInt16] = []
    private var nameByteCount = 0

    /// Nil when a table lies outside of the file, does not end, or names more than there can be.
    init?(in image: borrowing ELFImage, _ section: DynamicSection, symbolCount: Int) {
        if let address = section[DT_VERSYM] {
            let chunk = image.chunk(address: address, count: UInt64(symbolCount) * 2, ELF_T_HALF)
            guard let chunk else { return nil }
            numbers = Array(chunk.bytes.bindMemory(to: UInt16.self))
        }
        guard readDefined(image, section), readNeeded(image, section) else { return nil }
    }

    var hasTable: Bool { !numbers.isEmpty }

    /// The number of the version of `symbol`, the hidden bit taken off, whether it is hidden, and its position in
    /// ``names`` (0 for none).
    func version(of symbol: Int) -> (number: UInt16, isHidden: Bool, position: Int) {
        guard symbol < numbers.count else { return (1, false, 0) }
        let number = numbers[symbol] & 0x7fff
        return (number, numbers[symbol] & 0x8000 != 0, positions[number] ?? 0)
    }

    private mutating func readDefined(_ image: borrowing ELFImage, _ section: DynamicSection) -> Bool {
        guard let address = section[DT_VERDEF] else { return true }
        definesVersions = true
        guard let chunk = image.chunk(from: address, unit: 4, ELF_T_VDEF) else { return false }
        var offset = 0
        for _ in 0..<(section[DT_VERDEFNUM] ?? 0) {
            var definition = GElf_Verdef()
            var name = GElf_Verdaux()
            guard gelf_getverdef(chunk.data, Int32(clamping: offset), &definition) != nil,
                gelf_getverdaux(chunk.data, Int32(clamping: offset + Int(definition.vd_aux)), &name) != nil,
                let text = read(name.vda_name, section)
            else { return false }
            // The base entry is the name of the file.
            if Int32(definition.vd_flags) & VER_FLG_BASE == 0 { add(definition.vd_ndx, text, in: nil) }
            guard definition.vd_next != 0 else { break }
            offset += Int(definition.vd_next)
        }
        return true
    }

    private mutating func readNeeded(_ image: borrowing ELFImage, _ section: DynamicSection) -> Bool {
        guard let address = section[DT_VERNEED] else { return true }
        guard let chunk = image.chunk(from: address, unit: 4, ELF_T_VNEED) else { return false }
        var offset = 0
        for _ in 0..<(section[DT_VERNEEDNUM] ?? 0) {
            var need = GElf_Verneed()
            guard gelf_getverneed(chunk.data, Int32(clamping: offset), &need) != nil,
                let file = read(need.vn_file, section),
                let versions = readVersions(chunk, at: offset + Int(need.vn_aux), count: need.vn_cnt, of: file, section)
            else { return false }
            needs.append(VersionNeed(file: file, versions: versions))
            guard need.vn_next != 0 else { break }
            offset += Int(need.vn_next)
        }
        return true
    }

    private mutating func readVersions(
        _ chunk: ELFImage.Chunk,
        at start: Int,
        count: UInt16,
        of file: String,
        _ section: DynamicSection
    ) -> [VersionNeed.Version]? {
        var versions: [VersionNeed.Version] = []
        var offset = start
        for _ in 0..<count {
            var version = GElf_Vernaux()
            guard gelf_getvernaux(chunk.data, Int32(clamping: offset), &version) != nil,
                let name = read(version.vna_name, section)
            else { return nil }
            add(version.vna_other, name, in: file)
            versions.append(VersionNeed.Version(name: name, isWeak: Int32(version.vna_flags) & VER_FLG_WEAK != 0))
            guard version.vna_next != 0 else { break }
            offset += Int(version.vna_next)
        }
        return versions
    }

    private mutating func read(_ offset: UInt32, _ section: DynamicSection) -> String? {
        guard let name = section.string(UInt64(offset)) else { return nil }
        nameOffsets.append(UInt64(offset))
        // An empty name counts too: there may be a number of them without end.
        nameByteCount += name.utf8.count + 1
        return nameByteCount <= DynamicSection.mostNameBytes ? name : nil
    }

    private mutating func add(_ number: UInt16, _ name: String, in file: String?) {
        names.append(SymbolVersion(name: name, file: file))
        positions[number & 0x7fff] = names.count
    }
}
