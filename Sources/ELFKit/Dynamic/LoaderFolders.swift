// SPDX-License-Identifier: Apache-2.0

internal import CElf

/// The folders that a loader was built to look into at last, which lie in it as a list of strings (glibc, elf/dl-load.c,
/// `system_dirs`).
enum LoaderFolders {
    /// Whether a library of this name is a loader.
    static func areIn(_ soname: String?) -> Bool {
        guard let soname else { return false }
        return ["ld-linux", "ld64.so.", "ld.so."].contains(where: soname.hasPrefix)
    }

    /// The first strings one after the other that begin and end with a slash, without the last one; none when there are no
    /// two of them.
    static func find(in image: borrowing ELFImage) -> [String] {
        for segment in image.segments.prefix(64) where segment.p_type == PT_LOAD && segment.p_flags & UInt32(PF_W) == 0
        {
            guard let chunk = image.chunk(offset: segment.p_offset, count: segment.p_filesz, ELF_T_BYTE) else {
                continue
            }
            let folders = find(in: chunk.bytes)
            guard folders.isEmpty else { return folders }
        }
        return []
    }

    private static let slash = UInt8(ascii: "/")
    private static let longest = 256

    private static func find(in bytes: UnsafeRawBufferPointer) -> [String] {
        var position = 0
        while position < bytes.count {
            guard bytes[position] == slash, let first = folder(in: bytes, at: position) else {
                position += 1
                continue
            }
            var found = [first]
            position += first.utf8.count + 2
            while let next = folder(in: bytes, at: position) {
                found.append(next)
                position += next.utf8.count + 2
            }
            if found.count > 1 { return found }
        }
        return []
    }

    /// The folder whose name begins at `position`, ends with a slash and a NUL, and has more to it than the slash.
    private static func folder(in bytes: UnsafeRawBufferPointer, at position: Int) -> String? {
        guard position < bytes.count, bytes[position] == slash else { return nil }
        let text = bytes[position...].prefix(longest + 1).prefix { $0 != 0 }
        guard text.count > 2, text.count <= longest, text.endIndex < bytes.count, text.last == slash else { return nil }
        return String(validating: text.dropLast(), as: UTF8.self)
    }
}
