// SPDX-License-Identifier: Apache-2.0

internal import CElf
package import SystemPackage

/// Gives a copy of an object another RUNPATH, in the bytes that hold the present one, as cmake's install does: nothing else of
/// it moves. Of an object without one the RPATH is changed, and stays an RPATH.
package enum RunpathEditor {
    /// Whether `runpath` is not longer than what `object` has. That other names share its bytes shows only in
    /// ``rewrite(_:to:runpath:)``.
    package static func fits(_ runpath: String, in object: DynamicObject) -> Bool {
        guard let present = object.runpath ?? object.rpath else { return false }
        return runpath.utf8.count <= present.utf8.count
    }

    /// Writes the object at `source`, with another RUNPATH, to `destination`, which is another path. An empty `runpath` takes
    /// the entry away.
    package static func rewrite(
        _ source: FilePath,
        to destination: FilePath,
        runpath: String
    ) throws(ELFError) {
        try PatchedCopy.write(source, to: destination, try patches(of: source, runpath))
    }

    private static func patches(of source: FilePath, _ runpath: String) throws(ELFError) -> [PatchedCopy.Patch] {
        guard let handle = try ELFHandle.open(source) else { throw .unreadable(source, reason: "it is none") }
        guard let image = ELFImage(handle) else { throw .unreadable(source, reason: "file too short") }
        guard let segment = image.segments.first(where: { $0.p_type == PT_DYNAMIC }) else { throw .noRunpath(source) }
        guard let section = DynamicSection(in: image, at: segment) else { throw damaged(source) }
        guard let start = section[DT_RUNPATH] ?? section[DT_RPATH] else { throw .noRunpath(source) }
        guard let present = section.bytes(start), let table = section[DT_STRTAB],
            let place = image.offset(of: table &+ start, count: UInt64(present.count)),
            let isShared = NameUses(in: image, section).map({ $0.reach(into: start..<start + UInt64(present.count)) })
        else { throw damaged(source) }
        let padding = present.count - runpath.utf8.count
        guard padding >= 0 else { throw .runpathTooLong(source, runpath: runpath, room: present.count) }
        let string = PatchedCopy.Patch(offset: place, bytes: runpath.utf8 + Array(repeating: 0, count: padding))
        guard runpath.isEmpty else {
            guard !isShared else { throw .runpathShared(source, runpath: String(decoding: present, as: UTF8.self)) }
            return [string]
        }
        guard let removal = removal(in: image, segment, section) else { throw damaged(source) }
        return isShared ? [removal] : [removal, string]
    }

    private static func damaged(_ path: FilePath) -> ELFError {
        .unreadable(path, reason: "its dynamic section is damaged")
    }

    /// The dynamic section without its RUNPATH, and without an RPATH that would come into force: later entries move up.
    private static func removal(
        in image: borrowing ELFImage,
        _ segment: GElf_Phdr,
        _ section: DynamicSection
    ) -> PatchedCopy.Patch? {
        let unit = image.unit(ELF_T_DYN)
        let byteCount = UInt64(section.entries.count) * unit
        guard let chunk = image.chunk(offset: segment.p_offset, count: byteCount, ELF_T_BYTE) else { return nil }
        var bytes: [UInt8] = []
        for (position, entry) in section.entries.enumerated()
        where entry.tag != Int64(DT_RUNPATH) && entry.tag != Int64(DT_RPATH) {
            bytes += chunk.bytes[position * Int(unit)..<(position + 1) * Int(unit)]
        }
        bytes += Array(repeating: 0, count: chunk.byteCount - bytes.count)
        return PatchedCopy.Patch(offset: segment.p_offset, bytes: bytes)
    }
}
