// SPDX-License-Identifier: Apache-2.0

/// A number of bytes, written for people in powers of ten as registries and disks count them.
package struct ByteCount: Sendable, CustomStringConvertible {
    package let bytes: Int64

    package init(_ bytes: Int64) {
        self.bytes = bytes
    }

    /// A size as people write it: a number, perhaps with a unit (`500M`, `20GB`, `2.5 GiB`); nil for anything else.
    package init?(parsing text: String) {
        let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        let unit = text.dropFirst(number.count).drop { $0 == " " }.lowercased()
        guard let value = Double(number), let scale = Self.scale(of: unit), value * scale < 0x1p62 else { return nil }
        bytes = Int64(value * scale)
    }

    private static func scale(of unit: String) -> Double? {
        let letters = unit.hasSuffix("b") ? unit.dropLast() : unit[...]
        let isBinary = letters.hasSuffix("i")
        guard let letter = (isBinary ? letters.dropLast() : letters).first else { return isBinary ? nil : 1 }
        guard letters.count == (isBinary ? 2 : 1), let power = "kmgt".firstIndex(of: letter) else { return nil }
        let steps = "kmgt".distance(from: "kmgt".startIndex, to: power) + 1
        return (0..<steps).reduce(1) { product, _ in product * (isBinary ? 1024 : 1000) }
    }

    package var description: String {
        let units = ["kB", "MB", "GB", "TB"]
        guard bytes >= 1000 else { return "\(bytes) B" }
        var tenths = bytes / 100
        var unit = 0
        while tenths >= 10_000, unit < units.count - 1 {
            tenths /= 1000
            unit += 1
        }
        return tenths >= 100 ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
