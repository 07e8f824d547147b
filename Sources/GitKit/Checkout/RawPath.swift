// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A path as a repository has it: bytes, of which nobody says that they are UTF-8.
struct RawPath: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// A zero is the last one.
    private let bytes: [CChar]

    init(cString: UnsafePointer<CChar>) {
        bytes = Array(UnsafeBufferPointer(start: cString, count: strlen(cString) + 1))
    }

    /// Bytes none of which is zero.
    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = bytes.map(CChar.init(bitPattern:)) + [0]
    }

    /// For people: what is no UTF-8 is replaced.
    var description: String { bytes.withUnsafeBufferPointer { $0.baseAddress.map(String.init(cString:)) ?? "" } }

    /// The path without its zero, which follows.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer).dropLast()))
        }
    }

    func withCString<Result, Failure: Error>(
        _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
            // There is the zero at least.
            guard let base = buffer.baseAddress else { preconditionFailure("no path") }
            return try body(base)
        }
    }

    /// The order of an index.
    static func < (left: RawPath, right: RawPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes) { UInt8(bitPattern: $0) < UInt8(bitPattern: $1) }
    }
}
