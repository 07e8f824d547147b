// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// The form of `/etc/ld.so.cache` (glibc, sysdeps/generic/dl-cache.h, `struct cache_file_new` and `struct cache_extension`).
struct LoaderCacheFile {
    struct Entry {
        let name: String
        let path: String
        let flags: UInt32
        /// The folder of glibc-hwcaps that it lies in.
        let processor: String?
    }

    private let entries: [Entry]
    private let processors: [String]
    private let generator: [UInt8]

    /// - Parameters:
    ///   - entries: those of folders that are looked into first come first.
    ///   - generator: who made the file.
    init(_ entries: [Entry], generator: [UInt8]) {
        self.entries = entries.enumerated().sorted { left, right in
            let order = Self.compare(left.element, right.element)
            return order == 0 ? left.offset < right.offset : order < 0
        }.map(\.element)
        processors = Set(entries.compactMap(\.processor)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.generator = generator
    }

    /// The loader searches by halves, and takes the first that fits of those with one name.
    private static func compare(_ left: Entry, _ right: Entry) -> Int {
        let names = LibraryName.compare(right.name, left.name)
        guard names == 0 else { return names }
        guard left.flags == right.flags else { return left.flags > right.flags ? -1 : 1 }
        switch (left.processor, right.processor) {
        case (let left?, let right?) where left != right:
            return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
        case (_?, nil): return -1
        case (nil, _?): return 1
        default: return 0
        }
    }

    // MARK: Writing

    private static let headerSize = 48
    private static let magic = Array("glibc-ld.so.cache1.1".utf8)
    private static let extensionMagic: UInt32 = 0xeaa4_2174
    private static let generatorTag: UInt32 = 0
    private static let processorsTag: UInt32 = 1

    func encoded(isBigEndian: Bool) -> [UInt8] {
        let strings = SuffixTable(entries.flatMap { [$0.name, $0.path] } + processors)
        let stringsStart = Self.headerSize + 24 * entries.count
        let stringsEnd = stringsStart + strings.bytes.count
        let extensions = (stringsEnd + 3) / 4 * 4
        var writer = BinaryWriter()
        func put(_ numbers: Int...) {
            for number in numbers.map(UInt32.init(truncatingIfNeeded:)) {
                writer.put(isBigEndian ? number.byteSwapped : number)
            }
        }
        func place(of string: String) -> Int { stringsStart + (strings[string] ?? 0) }
        writer.put(raw: Self.magic)
        put(entries.count, strings.bytes.count)
        writer.put(raw: [isBigEndian ? 3 : 2, 0, 0, 0])
        put(extensions, 0, 0, 0)
        for entry in entries {
            put(Int(entry.flags), place(of: entry.name), place(of: entry.path), 0)
            let processor = entry.processor.flatMap(processors.firstIndex)
            // Bit 62 says that the lower word is a number among the extension's names.
            let words = [processor ?? 0, processor == nil ? 0 : 1 << 30]
            for word in isBigEndian ? words.reversed() : words { put(word) }
        }
        writer.put(raw: strings.bytes)
        writer.put(raw: Array(repeating: 0, count: extensions - stringsEnd))
        let sections = processors.isEmpty ? 1 : 2
        let names = extensions + 8 + 16 * sections
        put(Int(Self.extensionMagic), sections)
        put(Int(Self.generatorTag), 0, names + 4 * processors.count, generator.count)
        if !processors.isEmpty { put(Int(Self.processorsTag), 0, names, 4 * processors.count) }
        for name in processors { put(place(of: name)) }
        writer.put(raw: generator)
        return writer.bytes
    }

    // MARK: Reading

    /// Who made the cache `bytes`, when it says so.
    static func generator(of bytes: [UInt8]) -> [UInt8]? {
        section(generatorTag, of: bytes).map { Array(bytes[$0]) }
    }

    /// The folders of glibc-hwcaps by the numbers that the entries of the cache `bytes` name them by.
    static func processors(of bytes: [UInt8]) -> [String] {
        guard let section = section(processorsTag, of: bytes) else { return [] }
        // A damaged cache may have one long name many times.
        return stride(from: section.lowerBound, to: section.upperBound, by: 4).prefix(256).compactMap { position in
            guard let start = number(position, in: bytes), start < bytes.count else { return nil }
            return String(decoding: bytes[start...].prefix(256).prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// Where the section `tag` of the extension lies; nil when there is none.
    private static func section(_ tag: UInt32, of bytes: [UInt8]) -> Range<Int>? {
        guard bytes.starts(with: magic), bytes.count >= headerSize, let start = number(32, in: bytes), start > 0,
            number(start, in: bytes) == Int(extensionMagic), let count = number(start + 4, in: bytes)
        else { return nil }
        for section in 0..<count {
            let entry = start + 8 + 16 * section
            guard let found = number(entry, in: bytes), let offset = number(entry + 8, in: bytes),
                let size = number(entry + 12, in: bytes), offset <= bytes.count, size <= bytes.count - offset
            else { return nil }
            if found == Int(tag) { return offset..<offset + size }
        }
        return nil
    }

    private static func number(_ offset: Int, in bytes: [UInt8]) -> Int? {
        guard offset <= bytes.count - 4 else { return nil }
        let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
        return Int(bytes[28] & 3 == 3 ? value.bigEndian : value.littleEndian)
    }
}
