// SPDX-License-Identifier: Apache-2.0

/// Bytes put together from numbers, which are little-endian, and from texts and bytes, which their length precedes.
package struct BinaryWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func put(counted content: some Collection<UInt8>) {
        put(UInt32(content.count))
        bytes.append(contentsOf: content)
    }

    package mutating func put(raw content: some Sequence<UInt8>) {
        bytes.append(contentsOf: content)
    }
}
