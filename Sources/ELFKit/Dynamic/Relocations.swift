// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// The symbols that an object's relocations name. Those of `DT_RELR` name none.
struct Relocations {
    /// How each symbol, by its number, is wanted.
    private(set) var wanted: [Int: SymbolTable.Flags] = [:]
    /// The highest number.
    private(set) var highest = 0

    /// Nil when a table lies outside of the file.
    init?(in image: borrowing ELFImage, _ section: DynamicSection) {
        let copy = Self.copyType(of: image.header.e_machine)
        let isMIPS = Int32(image.header.e_machine) == EM_MIPS
        // The PLT's first: a symbol that is also wanted otherwise is not lazy.
        let tables = [
            (section[DT_JMPREL], section[DT_PLTRELSZ], section[DT_PLTREL] == UInt64(DT_RELA), true),
            (section[DT_RELA], section[DT_RELASZ], true, false), (section[DT_REL], section[DT_RELSZ], false, false),
        ]
        for case (let address?, let size?, let hasAddend, let isLazy) in tables where size > 0 {
            let type = hasAddend ? ELF_T_RELA : ELF_T_REL
            let count = size / image.unit(type)
            guard let chunk = image.chunk(address: address, count: count * image.unit(type), type) else { return nil }
            for position in 0..<Int32(clamping: count) {
                guard let info = Self.info(chunk.data, position, hasAddend) else { return nil }
                let symbol = Int(info >> 32)
                guard symbol != 0, !isMIPS else { continue }  // there the GOT says it, which no Ceph runs on
                add(symbol, isLazy ? .lazy : UInt32(truncatingIfNeeded: info) == copy ? .copied : [])
            }
        }
    }

    private mutating func add(_ symbol: Int, _ flags: SymbolTable.Flags) {
        highest = max(highest, symbol)
        guard let known = wanted[symbol] else {
            wanted[symbol] = flags
            return
        }
        // Lazy only when it is so for all.
        wanted[symbol] = known.union(flags).subtracting(known.contains(.lazy) && flags.contains(.lazy) ? [] : .lazy)
    }

    private static func info(_ data: UnsafeMutablePointer<Elf_Data>, _ position: Int32, _ hasAddend: Bool) -> UInt64? {
        if hasAddend {
            var relocation = GElf_Rela()
            return gelf_getrela(data, position, &relocation) == nil ? nil : relocation.r_info
        }
        var relocation = GElf_Rel()
        return gelf_getrel(data, position, &relocation) == nil ? nil : relocation.r_info
    }

    /// `R_<machine>_COPY`.
    private static func copyType(of machine: UInt16) -> UInt32? {
        switch Int32(machine) {
        case EM_X86_64, EM_386: 5
        case EM_AARCH64: 1024
        case EM_ARM: 20
        case EM_PPC64, EM_PPC: 19
        case EM_S390: 9
        case EM_RISCV: 4
        default: nil
        }
    }
}
