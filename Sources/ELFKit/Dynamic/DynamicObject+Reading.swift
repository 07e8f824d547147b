// SPDX-License-Identifier: Apache-2.0

internal import CElf
package import SystemPackage

extension DynamicObject {
    /// Reads the object at `path`; nil when no loader could be asked for it: an object file, a core, or no ELF at all.
    ///
    /// What is wrong with its content is its ``damage``.
    ///
    /// - Throws: ``ELFError`` when the file cannot be read.
    package static func read(_ path: FilePath) throws(ELFError) -> DynamicObject? {
        guard let handle = try ELFHandle.open(path) else { return nil }
        let unknown = Format(machine: 0, isWide: false, isBigEndian: false)
        guard let image = ELFImage(handle) else { return DynamicObject(format: unknown, damage: "file too short") }
        let type = Int32(image.header.e_type)
        guard type == ET_DYN || type == ET_EXEC else { return nil }
        return DynamicObject(image)
    }

    /// An object on which the loader gives up because of `damage`.
    package init(format: Format, damage: String) {
        self.init(format: format)
        self.damage = damage
    }

    private init(_ image: borrowing ELFImage) {
        self.init(
            format: Format(
                machine: image.header.e_machine,
                isWide: image.isWide,
                isBigEndian: image.isBigEndian
            )
        )
        isExecutable = Int32(image.header.e_type) == ET_EXEC
        for segment in image.segments where segment.p_type == PT_LOAD {
            let (end, overflow) = segment.p_offset.addingReportingOverflow(segment.p_filesz)
            if overflow || end > image.fileSize { damage = "file too short" }
        }
        if let segment = image.segments.last(where: { $0.p_type == PT_INTERP }) {
            interpreter = image.chunk(offset: segment.p_offset, count: segment.p_filesz, ELF_T_BYTE)
                .map { String(decoding: $0.bytes.prefix { $0 != 0 }, as: UTF8.self) }
        }
        guard damage == nil, let segment = image.segments.first(where: { $0.p_type == PT_DYNAMIC }) else { return }
        guard let section = DynamicSection(in: image, at: segment), read(section), readSymbols(image, section) else {
            self = DynamicObject(format: format, damage: "its dynamic section is damaged")
            return
        }
    }

    /// Takes over what the entries say of the object as a whole; false when a string lies outside of the table, or there are
    /// more of them than there can be.
    private mutating func read(_ section: DynamicSection) -> Bool {
        soname = section.string(at: DT_SONAME)
        runpath = section.string(at: DT_RUNPATH)
        rpath = runpath == nil ? section.string(at: DT_RPATH) : nil
        let (flags, flags1) = (section[DT_FLAGS] ?? 0, section[DT_FLAGS_1] ?? 0)
        bindsNow = section[DT_BIND_NOW] != nil || flags & UInt64(DF_BIND_NOW) != 0 || flags1 & UInt64(DF_1_NOW) != 0
        skipsDefaultFolders = flags1 & UInt64(DF_1_NODEFLIB) != 0
        isExecutable = isExecutable || flags1 & UInt64(DF_1_PIE) != 0
        guard section.needed.count <= DynamicSection.mostNeeded else { return false }
        var byteCount = 0
        for offset in section.needed {
            guard let name = section.string(offset) else { return false }
            byteCount += name.utf8.count
            guard byteCount <= DynamicSection.mostNameBytes else { return false }
            needed.append(name)
        }
        return true
    }

    /// Reads symbols, versions and relocations; false when they lie outside of the file.
    private mutating func readSymbols(_ image: borrowing ELFImage, _ section: DynamicSection) -> Bool {
        guard let address = section[DT_SYMTAB] else { return true }
        guard let relocations = Relocations(in: image, section), let table = SymbolHashTable(in: image, section) else {
            return false
        }
        let count = max(table.symbolCount, relocations.highest + 1)
        let unit = image.unit(ELF_T_SYM)
        guard let symbols = image.chunk(address: address, count: UInt64(count) * unit, ELF_T_SYM),
            let versions = SymbolVersions(in: image, section, symbolCount: count)
        else { return false }
        definesVersions = versions.definesVersions
        hasVersionTable = versions.hasTable
        versionNeeds = versions.needs
        self.versions = versions.names
        var packer = SymbolPacker(symbols: symbols.data, versions: versions, section.names)
        guard packer.add(definitionsIn: table), packer.add(relocations) else { return false }
        self.symbols = packer.table
        if LoaderFolders.areIn(soname) { loaderFolders = LoaderFolders.find(in: image) }
        let isOfCeph = (needed + [soname ?? ""]).contains { $0.hasPrefix("libceph-common.") }
        if isOfCeph { cephVersions = VersionStrings.find(in: image) }
        pluginVersion = packer.pluginFunction.flatMap { VersionStrings.returned(by: $0, in: image) }
        return true
    }
}
