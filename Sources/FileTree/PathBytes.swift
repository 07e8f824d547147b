// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What is asked of the bytes of paths thousands of times for one image: without a loop over a view of the text.
enum PathBytes {
    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    /// Negative, zero or positive as `left` comes before, is, or comes after `right`; a slash is below every other byte.
    static func compare(_ left: String, _ right: String) -> Int {
        withBytes(left, right) { left, right in
            let shared = min(left.count, right.count)
            var position = 0
            while position < shared, left[position] == right[position] { position += 1 }
            guard position < shared else { return left.count - right.count }
            return rank(left[position]) - rank(right[position])
        }
    }

    /// Whether `text` begins with `prefix` and goes on with `next`.
    static func isPrefix(_ prefix: String, of text: String, before next: UInt8) -> Bool {
        withBytes(prefix, text) { prefix, text in
            guard text.count > prefix.count, text[prefix.count] == next else { return false }
            guard let start = prefix.baseAddress, let other = text.baseAddress else { return true }
            return memcmp(start, other, prefix.count) == 0
        }
    }

    /// Whether `text` is a path as it is kept: components of 1 to 255 bytes, none of them `.` or `..`, joined by single
    /// slashes, 4096 bytes at the most.
    static func isClean(_ text: String) -> Bool {
        withBytes(text, "") { bytes, _ in
            guard bytes.count <= 4096 else { return false }
            var start = 0
            for position in 0...bytes.count where position == bytes.count || bytes[position] == slash {
                guard isComponent(bytes[start..<position]) else { return false }
                start = position + 1
            }
            guard let first = bytes.baseAddress else { return false }
            return memchr(first, 0, bytes.count) == nil
        }
    }

    private static func isComponent(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        switch bytes.count {
        case 0: false
        case 1: bytes[bytes.startIndex] != dot
        case 2: bytes[bytes.startIndex] != dot || bytes[bytes.startIndex + 1] != dot
        default: bytes.count <= 255
        }
    }

    // No component holds a NUL, so zero is free to stand for the slash.
    private static func rank(_ byte: UInt8) -> Int { byte == slash ? 0 : Int(byte) }

    private static func withBytes<Value>(
        _ left: String,
        _ right: String,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Value
    ) -> Value {
        var (left, right) = (left, right)
        return left.withUTF8 { left in right.withUTF8 { right in body(left, right) } }
    }
}
