// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// What the blocks of a file tell of it.
struct ContentProbe {
    private var hasNUL = false
    private var hasPair = false
    private var endsWithUnderscore = false

    /// Whether there are two underscores in a row, and no NUL, which only binary files have.
    var mayHoldTokens: Bool { hasPair && !hasNUL }

    static func mayHoldTokens(_ path: FilePath) throws -> Bool {
        var probe = ContentProbe()
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            try file.closeAfter { try file.forEachBlock { probe.take($0) } }
        } catch {
            throw FlavorFailure.unreadable(path, reason: "\(error)")
        }
        return probe.mayHoldTokens
    }

    mutating func take(_ block: ArraySlice<UInt8>) {
        let underscore = UInt8(ascii: "_")
        if !hasPair { hasPair = endsWithUnderscore && block.first == underscore || VariableToken.isPossible(in: block) }
        if !hasNUL {
            hasNUL = block.withUnsafeBytes { bytes in
                bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
            }
        }
        endsWithUnderscore = block.last == underscore
    }
}

extension FileDescriptor {
    /// Reads to the end.
    func forEachBlock(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try block.withUnsafeMutableBytes { try read(into: $0) }
            if count == 0 { return }
            try body(block[..<count])
        }
    }
}
