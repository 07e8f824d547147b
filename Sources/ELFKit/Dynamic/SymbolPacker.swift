// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// Makes a ``SymbolTable`` of the symbols that a loader would come by.
struct SymbolPacker {
    private(set) var table = SymbolTable()
    private let symbols: UnsafeMutablePointer<Elf_Data>
    private let versions: SymbolVersions
    /// Where the function lies by which a plugin of Ceph says its version (Ceph, PluginRegistry.cc, ErasureCodePlugin.cc).
    private(set) var pluginFunction: UInt64?
    /// Symbols that the object itself has for everybody.
    private var defined: Set<Int> = []
    /// How many bytes of names may still be hashed: of a damaged object all symbols may have one long name.
    private var hashedByteBudget: Int

    /// `symbols` are those of the object, as libelf gives them; `names` ends with a NUL.
    init(symbols: UnsafeMutablePointer<Elf_Data>, versions: SymbolVersions, _ names: [UInt8]) {
        self.symbols = symbols
        self.versions = versions
        table.names = names
        hashedByteBudget = DynamicSection.mostNameBytes + 16 * names.count
    }

    /// Adds what others find; false when a symbol lies outside of the table, or names are longer than they can be.
    mutating func add(definitionsIn hashTable: SymbolHashTable) -> Bool {
        table.definitions.reserveCapacity(hashTable.members.count)
        for member in hashTable.members {
            guard hashedByteBudget >= 0, let symbol = symbol(member.number) else { return false }
            let version = versions.version(of: member.number)
            guard Self.isDefinition(symbol), version.number != 0, let hash = hash(of: symbol) else { continue }
            guard hashTable.leads(to: member, hash: hash) else { continue }
            defined.insert(member.number)
            if Self.pluginFunctions.contains(hash), isPluginFunction(symbol) { pluginFunction = symbol.st_value }
            table.definitions.append(
                SymbolTable.Symbol(
                    name: symbol.st_name,
                    hash: hash,
                    version: version.number,
                    flags: version.isHidden ? .hidden : [],
                    versionName: UInt32(version.position),
                    dataSize: Self.dataSize(of: symbol)
                )
            )
        }
        return true
    }

    /// Adds what must be found elsewhere; false as ``add(definitionsIn:)`` is.
    mutating func add(_ relocations: Relocations) -> Bool {
        for (number, wanted) in relocations.wanted.sorted(by: { $0.key < $1.key }) {
            guard hashedByteBudget >= 0, let symbol = symbol(number) else { return false }
            let isCopied = wanted.contains(.copied)
            guard isCopied || !defined.contains(number), Self.isLookedUp(symbol), let hash = hash(of: symbol) else {
                continue
            }
            let isWeak = Int32(symbol.st_info >> 4) == STB_WEAK
            table.references.append(
                SymbolTable.Symbol(
                    name: symbol.st_name,
                    hash: hash,
                    version: 0,
                    flags: isWeak ? wanted.union(.weak) : wanted,
                    versionName: UInt32(versions.version(of: number).position),
                    dataSize: isCopied ? Self.dataSize(of: symbol) : 0
                )
            )
        }
        return true
    }

    private static let pluginNames = ["__ceph_plugin_version", "__erasure_code_version"]
    private static let pluginFunctions = pluginNames.map { SymbolTable.hash($0.utf8) }

    private func isPluginFunction(_ symbol: GElf_Sym) -> Bool {
        let name = table.names[Int(symbol.st_name)...].prefix { $0 != 0 }
        return Self.pluginNames.contains { name.elementsEqual($0.utf8) }
    }

    private static func dataSize(of symbol: GElf_Sym) -> UInt32 {
        Int32(symbol.st_info & 0xf) == STT_OBJECT ? UInt32(clamping: symbol.st_size) : 0
    }

    private func symbol(_ number: Int) -> GElf_Sym? {
        var symbol = GElf_Sym()
        return gelf_getsym(symbols, Int32(clamping: number), &symbol) == nil ? nil : symbol
    }

    private mutating func hash(of symbol: GElf_Sym) -> UInt32? {
        guard Int(symbol.st_name) < table.names.count else { return nil }
        let name = table.names[Int(symbol.st_name)...].prefix { $0 != 0 }
        hashedByteBudget -= name.count
        return SymbolTable.hash(name)
    }

    /// Whether others can bind to it (glibc, elf/dl-lookup.c, `check_match`).
    private static func isDefinition(_ symbol: GElf_Sym) -> Bool {
        let (binding, type) = (Int32(symbol.st_info >> 4), Int32(symbol.st_info & 0xf))
        let visibility = Int32(symbol.st_other & 3)
        guard Int32(symbol.st_shndx) != SHN_UNDEF, [STB_GLOBAL, STB_WEAK, STB_GNU_UNIQUE].contains(binding),
            visibility != STV_HIDDEN, visibility != STV_INTERNAL
        else { return false }
        switch type {
        case STT_TLS: return true
        case STT_NOTYPE, STT_OBJECT, STT_FUNC, STT_COMMON, STT_GNU_IFUNC:
            return symbol.st_value != 0 || Int32(symbol.st_shndx) == SHN_ABS
        default: return false
        }
    }

    /// Whether the loader looks it up: others are bound inside of the object (glibc, sysdeps/*/dl-machine.h,
    /// `RESOLVE_MAP`).
    private static func isLookedUp(_ symbol: GElf_Sym) -> Bool {
        guard Int32(symbol.st_info >> 4) != STB_LOCAL else { return false }
        let visibility = Int32(symbol.st_other & 3)
        return visibility == STV_DEFAULT || (visibility == STV_PROTECTED && Int32(symbol.st_shndx) == SHN_UNDEF)
    }
}
