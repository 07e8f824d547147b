// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// An open object as a loader maps it: read by addresses, through its `PT_LOAD` segments.
struct ELFImage: ~Copyable {
    /// Bytes that libelf turned into this machine's order.
    struct Chunk {
        let data: UnsafeMutablePointer<Elf_Data>
        var byteCount: Int { data.pointee.d_size }
        var bytes: UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(start: data.pointee.d_buf, count: data.pointee.d_size)
        }
    }

    let header: GElf_Ehdr
    let segments: [GElf_Phdr]
    let fileSize: UInt64
    private let handle: ELFHandle

    /// The image of `handle`; nil when its headers lie outside of the file.
    init?(_ handle: consuming ELFHandle) {
        var header = GElf_Ehdr()
        var count = 0
        var size = 0
        guard gelf_getehdr(handle.pointer, &header) != nil, elf_getphdrnum(handle.pointer, &count) == 0,
            elf_rawfile(handle.pointer, &size) != nil
        else { return nil }
        var segments: [GElf_Phdr] = []
        for number in 0..<count {
            var segment = GElf_Phdr()
            guard gelf_getphdr(handle.pointer, Int32(number), &segment) != nil else { return nil }
            segments.append(segment)
        }
        self.header = header
        self.segments = segments
        fileSize = UInt64(size)
        self.handle = handle
    }

    var isWide: Bool { gelf_getclass(handle.pointer) == ELFCLASS64 }
    var isBigEndian: Bool { Int32(header.e_ident.5) == ELFDATA2MSB }  // EI_DATA

    /// `count` bytes at `offset` of the file as units of `type`; nil when they are not all there.
    func chunk(offset: UInt64, count: UInt64, _ type: Elf_Type) -> Chunk? {
        guard count > 0, offset < fileSize, count <= fileSize - offset else { return nil }
        return elf_getdata_rawchunk(handle.pointer, Int64(offset), Int(count), type).map { Chunk(data: $0) }
    }

    /// `count` bytes at the address `address`.
    func chunk(address: UInt64, count: UInt64, _ type: Elf_Type) -> Chunk? {
        guard let (offset, room) = place(of: address), count <= room else { return nil }
        return chunk(offset: offset, count: count, type)
    }

    /// All that the file holds from `address` to the end of its segment, in whole units of `unit` bytes.
    func chunk(from address: UInt64, unit: UInt64, _ type: Elf_Type) -> Chunk? {
        guard let (offset, room) = place(of: address), offset < fileSize else { return nil }
        return chunk(offset: offset, count: min(room, fileSize - offset) / unit * unit, type)
    }

    /// Where in the file the `count` bytes at the address `address` lie; nil when they are not all there.
    func offset(of address: UInt64, count: UInt64) -> UInt64? {
        guard let (offset, room) = place(of: address), count <= room, offset < fileSize, count <= fileSize - offset
        else {
            return nil
        }
        return offset
    }

    /// Where in the file `address` lies, and how much of its segment the file holds from there.
    private func place(of address: UInt64) -> (offset: UInt64, room: UInt64)? {
        for segment in segments where segment.p_type == PT_LOAD {
            guard address >= segment.p_vaddr, address - segment.p_vaddr < segment.p_filesz else { continue }
            let inside = address - segment.p_vaddr
            let (offset, overflow) = segment.p_offset.addingReportingOverflow(inside)
            return overflow ? nil : (offset, segment.p_filesz - inside)
        }
        return nil
    }

    /// The size of a unit of `type` in this object.
    func unit(_ type: Elf_Type) -> UInt64 {
        UInt64(gelf_fsize(handle.pointer, type, 1, UInt32(EV_CURRENT)))
    }
}
