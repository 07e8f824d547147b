// SPDX-License-Identifier: Apache-2.0

/// Takes apart what ``BinaryWriter`` put together; bytes that end early or cannot be are an error, not a trap.
package struct BinaryReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    package var isAtEnd: Bool { position == bytes.count }

    package mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(TreeEncodingError) -> Number {
        let start = try advance(MemoryLayout<Number>.size)
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: Number.self))
    }

    package mutating func counted() throws(TreeEncodingError) -> UnsafeRawBufferPointer {
        try raw(Int(number(UInt32.self)))
    }

    package mutating func raw(_ count: Int) throws(TreeEncodingError) -> UnsafeRawBufferPointer {
        let start = try advance(count)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
    }

    package mutating func text() throws(TreeEncodingError) -> String {
        guard let text = try String(validating: counted(), as: UTF8.self) else { throw .damaged }
        return text
    }

    private mutating func advance(_ count: Int) throws(TreeEncodingError) -> Int {
        guard count <= bytes.count - position else { throw .damaged }
        defer { position += count }
        return position
    }
}
