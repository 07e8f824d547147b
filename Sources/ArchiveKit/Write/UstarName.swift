// SPDX-License-Identifier: Apache-2.0

/// A member's name as a ustar block holds it: up to 155 bytes of prefix, a slash that is not stored, up to 100 of name.
struct UstarName {
    let prefix: [UInt8]
    let name: [UInt8]

    /// `path` as it stands; `nil` when it is too long to be split or not plain ASCII.
    init?(_ path: [UInt8]) {
        guard Self.isPortable(path) else { return nil }
        if path.count <= 100 {
            (prefix, name) = ([], path)
            return
        }
        // The last slash of a directory's name cannot be the one that splits it: the name would be empty.
        let slash = path.indices.dropLast().last { path[$0] == UInt8(ascii: "/") && $0 > 0 && $0 <= 155 }
        guard let slash, path.count - slash - 1 <= 100 else { return nil }
        prefix = Array(path[..<slash])
        name = Array(path[(slash + 1)...])
    }

    /// A stand-in for `path` for readers that know no pax records.
    init(shortening path: [UInt8]) {
        prefix = []
        name = Self.shortened(path)
    }

    /// The first 100 bytes, `_` for each that is not ASCII.
    static func shortened(_ text: [UInt8]) -> [UInt8] {
        text.prefix(100).map { $0 < 0x80 ? $0 : UInt8(ascii: "_") }
    }

    /// Whether every byte is ASCII, the only code that ustar promises.
    static func isPortable(_ text: [UInt8]) -> Bool {
        text.allSatisfy { $0 < 0x80 }
    }
}
