// SPDX-License-Identifier: Apache-2.0

/// A 64-bit shared object put together by hand, as no linker would: one segment maps the whole file, addresses are offsets.
package struct CraftedObject {
    /// The strings, which begin with a NUL.
    package var strings: [UInt8] = [0]
    /// Where the names of symbols begin among the strings. All are functions.
    package var symbols: [UInt32] = []
    /// Where the names of wanted libraries begin.
    package var needed: [UInt32] = []
    /// The definitions of versions, and their number.
    package var versions: (bytes: [UInt8], count: UInt64) = ([], 0)
    /// What the wanted libraries must have, and their number.
    package var needs: (bytes: [UInt8], count: UInt64) = ([], 0)
    /// How often the interpreter is named, whose name is that of all strings but the first NUL.
    package var interpreterCount = 0

    package init() {}

    package var bytes: [UInt8] {
        var file: [UInt8] = []
        let segmentCount = 2 + interpreterCount
        let start = 64 + 56 * UInt64(segmentCount)
        let symbolTable = start
        let hashTable = symbolTable + 24 * UInt64(symbols.count + 1)
        let versionSymbols = hashTable + 4 * UInt64(symbols.count + 4)
        let definitions = (versionSymbols + 2 * UInt64(symbols.count + 1) + 7) / 8 * 8
        let requirements = (definitions + UInt64(versions.bytes.count) + 7) / 8 * 8
        let dynamic = (requirements + UInt64(needs.bytes.count) + 7) / 8 * 8
        var entries: [(UInt64, UInt64)] = needed.map { (1, UInt64($0)) }
        if !symbols.isEmpty || versions.count + needs.count > 0 {
            entries += [(6, symbolTable), (4, hashTable), (11, 24), (0x6fff_fff0, versionSymbols)]
        }
        if versions.count > 0 { entries += [(0x6fff_fffc, definitions), (0x6fff_fffd, versions.count)] }
        if needs.count > 0 { entries += [(0x6fff_fffe, requirements), (0x6fff_ffff, needs.count)] }
        let stringTable = dynamic + 16 * UInt64(entries.count + 3)
        let end = stringTable + UInt64(strings.count)
        entries += [(5, stringTable), (10, UInt64(strings.count)), (0, 0)]

        file += [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0] + Array(repeating: 0, count: 8)
        file.put(UInt16(3), UInt16(62))
        file.put(UInt32(1))
        file.put(UInt64(0), 64, 0)
        file.put(UInt32(0))
        file.put(UInt16(64), 56, UInt16(segmentCount), 64, 0, 0)
        file.put(UInt32(1), 4)
        file.put(UInt64(0), 0, 0, end, end, 4096)
        file.put(UInt32(2), 4)
        let dynamicSize = 16 * UInt64(entries.count)
        file.put(dynamic, dynamic, dynamic, dynamicSize, dynamicSize, 8)
        for _ in 0..<interpreterCount {
            file.put(UInt32(3), 4)
            let size = UInt64(strings.count - 1)
            file.put(stringTable + 1, stringTable + 1, stringTable + 1, size, size, 1)
        }
        file += Array(repeating: 0, count: 24)
        for name in symbols {
            file.put(name)
            file += [0x12, 0]
            file.put(UInt16(1))
            file.put(UInt64(0x1000), 0)
        }
        file.put(UInt32(1), UInt32(symbols.count + 1), symbols.isEmpty ? 0 : 1, 0)
        for number in symbols.indices { file.put(number + 1 < symbols.count ? UInt32(number + 2) : 0) }
        for _ in 0...symbols.count { file.put(UInt16(1)) }
        file.pad(to: definitions)
        file += versions.bytes
        file.pad(to: requirements)
        file += needs.bytes
        file.pad(to: dynamic)
        for entry in entries { file.put(entry.0, entry.1) }
        return file + strings
    }
}

extension [UInt8] {
    /// Adds numbers, little-endian.
    package mutating func put<Number: FixedWidthInteger>(_ numbers: Number...) {
        for number in numbers { Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) } }
    }

    fileprivate mutating func pad(to count: UInt64) {
        self += Array(repeating: 0, count: Swift.max(0, Int(count) - self.count))
    }
}
