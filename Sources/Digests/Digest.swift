// SPDX-License-Identifier: Apache-2.0

/// A SHA-256 digest, written `sha256:` and 64 lower-case hexadecimal digits.
///
/// Spec: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
package struct Digest: Hashable, Sendable {
    // Four big-endian words: 32 bytes without an allocation, in the order of the digits.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A digest from its text, `sha256:` and 64 lower-case hexadecimal digits; no other algorithm is known.
    package init(parsing text: String) throws(DigestError) {
        guard text.utf8.starts(with: "sha256:".utf8) else { throw .malformed(text) }
        try self.init(hex: String(text.dropFirst(7)))
    }

    /// A digest from its 64 lower-case hexadecimal digits alone.
    package init(hex: String) throws(DigestError) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { throw .malformed(hex) }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1]) else {
                throw .malformed(hex)
            }
            bytes.append(high << 4 | low)
        }
        self.init(bytes: bytes)
    }

    /// The digest of `bytes`.
    package static func of(_ bytes: some Sequence<UInt8>) -> Digest {
        let direct = bytes.withContiguousStorageIfAvailable { of(UnsafeRawBufferPointer($0)) }
        return direct ?? Array(bytes).withUnsafeBytes { of($0) }
    }

    private static func of(_ bytes: UnsafeRawBufferPointer) -> Digest {
        var stream = DigestStream()
        stream.update(bytes)
        return stream.finish()
    }

    /// A digest from its 32 bytes; any other number of them is a mistake of the caller.
    package init(bytes: [UInt8]) {
        precondition(bytes.count == 32)
        func word(_ index: Int) -> UInt64 {
            bytes[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = (word(0), word(1), word(2), word(3))
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private var bigEndianWords: [UInt64] { [words.0, words.1, words.2, words.3] }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        bigEndianWords.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
    }

    /// The 64 lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for word in bigEndianWords {
            for shift in stride(from: 60, through: 0, by: -4) { text.append(digits[Int(word >> UInt64(shift) & 15)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    package static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}

extension Digest: Comparable {
    package static func < (left: Digest, right: Digest) -> Bool { left.words < right.words }
}

extension Digest: CustomStringConvertible {
    /// `sha256:` and the digits.
    package var description: String { "sha256:" + hex }
}

extension Digest: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(parsing: container.decode(String.self))
        } catch let error as DigestError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
