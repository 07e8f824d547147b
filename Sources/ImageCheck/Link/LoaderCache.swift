// SPDX-License-Identifier: Apache-2.0

/// `/etc/ld.so.cache` as it was shipped: libraries by name (glibc, sysdeps/generic/dl-cache.h, `struct cache_file_new`).
/// A damaged one has no entries, as for the loader.
struct LoaderCache {
    private struct Place {
        let flags: UInt32
        /// The folder of glibc-hwcaps; nil for every processor.
        let processor: String?
        let path: String
    }

    /// The places of each name, in the order of the file.
    private var places: [String: [Place]] = [:]

    init(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { file in
            guard let start = Self.start(in: file) else { return }
            let table = UnsafeRawBufferPointer(rebasing: file[start...])
            guard table.count >= 48 else { return }
            let isSwapped = table[28] & 3 == 3  // big-endian, as ldconfig notes it
            func number(_ offset: Int) -> UInt32 {
                let value = table.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                return isSwapped ? value.bigEndian : value.littleEndian
            }
            let count = Int(number(20))
            let processors = LoaderCacheFile.processors(of: Array(table))
            guard count <= (table.count - 48) / 24 else { return }
            // A name lies in its path; in a damaged cache all may lie in one long string.
            var byteBudget = 16 * table.count
            for position in 0..<count {
                let entry = 48 + 24 * position
                let high = number(isSwapped ? entry + 16 : entry + 20)
                let low = number(isSwapped ? entry + 20 : entry + 16)
                // Bit 62 makes the lower word the number of a folder; other bits are those of old systems' processors.
                let hasFolder = high & 1 << 30 != 0 && low < processors.count
                guard hasFolder || high | low == 0, let name = Self.text(table, number(entry + 4)),
                    let path = Self.text(table, number(entry + 8))
                else { continue }
                byteBudget -= name.utf8.count + path.utf8.count
                guard byteBudget >= 0 else {
                    places = [:]
                    return
                }
                let processor = hasFolder ? processors[Int(low)] : nil
                places[name, default: []].append(Place(flags: number(entry), processor: processor, path: path))
            }
        }
    }

    /// Where `name` is for objects of the kind `flags`, on a machine for which the folders `processors` are, the best first.
    func place(of name: String, flags: UInt32?, processors: [String]) -> String? {
        let fitting = places[name]?.filter { flags == nil || $0.flags == flags } ?? []
        for processor in processors.map(Optional.some) + [nil] {
            if let place = fitting.first(where: { $0.processor == processor }) { return place.path }
        }
        return nil
    }

    /// Where the newer table begins: behind the older one when both are there.
    private static func start(in file: UnsafeRawBufferPointer) -> Int? {
        let (old, new) = (Array("ld.so-1.7.0".utf8), Array("glibc-ld.so.cache1.1".utf8))
        if file.starts(with: new) { return 0 }
        guard file.starts(with: old), file.count >= 16 else { return nil }
        let count = Int(UInt32(littleEndian: file.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
        let end = (16 + 12 * count + 7) / 8 * 8
        return end < file.count && file[end...].starts(with: new) ? end : nil
    }

    private static func text(_ table: UnsafeRawBufferPointer, _ offset: UInt32) -> String? {
        guard offset < table.count, let end = table[Int(offset)...].firstIndex(of: 0) else { return nil }
        return String(validating: table[Int(offset)..<end], as: UTF8.self)
    }
}
