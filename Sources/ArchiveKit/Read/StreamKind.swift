// SPDX-License-Identifier: Apache-2.0

/// What a stream holds, by its first 512 bytes.
enum StreamKind {
    case tar, compressed, other

    init(_ start: [UInt8]) {
        if start.starts(with: [0x1f, 0x8b]) || start.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
            self = .compressed  // RFC 1952 and RFC 8878
        } else if start.count == TarHeader.blockByteCount, Self.isTar(start) {
            self = .tar
        } else {
            self = .other
        }
    }

    // "ustar" stands in every dialect since 1988; an empty archive starts with its end.
    private static func isTar(_ block: [UInt8]) -> Bool {
        block[257..<262].elementsEqual("ustar".utf8) || block.allSatisfy { $0 == 0 }
    }
}
