// SPDX-License-Identifier: Apache-2.0

internal import CElf
package import SystemPackage

/// What an ELF object is, as far as shipping it goes.
package struct ELFSummary: Sendable, Equatable {
    /// Whether it can be loaded: a program or a shared object, and no relocatable object or core.
    package let isLoadable: Bool
    /// Whether it holds what a loader has no use for: `.symtab`, or debug information.
    package let hasSymbols: Bool
    /// The build-id in hexadecimal digits, if the linker made one (`NT_GNU_BUILD_ID`).
    package let buildID: String?

    /// Reads the object at `path`; nil when it is none.
    package static func read(_ path: FilePath) throws(ELFError) -> ELFSummary? {
        guard let handle = try ELFHandle.open(path) else { return nil }
        var header = GElf_Ehdr()
        guard gelf_getehdr(handle.pointer, &header) != nil else { throw ELFHandle.failure(path) }
        var names = 0
        guard elf_getshdrstrndx(handle.pointer, &names) == 0 else { throw ELFHandle.failure(path) }
        var hasSymbols = false
        var buildID: String?
        var section: OpaquePointer?
        while let next = elf_nextscn(handle.pointer, section) {
            section = next
            var header = GElf_Shdr()
            guard gelf_getshdr(next, &header) != nil else { throw ELFHandle.failure(path) }
            let name = elf_strptr(handle.pointer, names, Int(header.sh_name)).map { String(cString: $0) } ?? ""
            hasSymbols = hasSymbols || header.sh_type == SHT_SYMTAB || name.hasPrefix(".debug_")
            if header.sh_type == SHT_NOTE, buildID == nil { buildID = Self.buildID(in: next) }
        }
        return ELFSummary(
            isLoadable: Int32(header.e_type) == ET_EXEC || Int32(header.e_type) == ET_DYN,
            hasSymbols: hasSymbols,
            buildID: buildID
        )
    }

    /// The build-id among the notes of a section (elf(5), "Notes").
    private static func buildID(in section: OpaquePointer) -> String? {
        guard let data = elf_getdata(section, nil), let start = data.pointee.d_buf else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: data.pointee.d_size)
        var (offset, nameOffset, descriptionOffset) = (0, 0, 0)
        var note = GElf_Nhdr()
        while case let next = gelf_getnote(data, offset, &note, &nameOffset, &descriptionOffset), next > 0 {
            let name = bytes[nameOffset..<nameOffset + Int(note.n_namesz)]
            if note.n_type == NT_GNU_BUILD_ID, name.elementsEqual("GNU\0".utf8) {
                return bytes[descriptionOffset..<descriptionOffset + Int(note.n_descsz)].map(hex).joined()
            }
            offset = next
        }
        return nil
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
    }
}
