// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Cuts a byte stream into lines at LF; a CR before it, or a lone one as progress meters write, ends a line too.
///
/// Written by hand because the splitter of swift-subprocess does 2 MB/s, too slow for a build's log.
package struct LineSplitter {
    private var rest: [UInt8] = []
    /// The last byte was a CR that ended a line; an LF after it ends none.
    private var followsReturn = false

    package init() {}

    /// Takes the next bytes of the stream and hands out every line that they end.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer, _ line: (String) -> Void) {
        guard let base = bytes.baseAddress else { return }
        var start = 0
        while start < bytes.count, let found = memchr(base + start, 10, bytes.count - start) {
            let end = base.distance(to: UnsafeRawPointer(found))
            rest.append(contentsOf: bytes[start..<end])
            emit(line)
            start = end + 1
        }
        if let end = bytes[start...].lastIndex(of: 13) {
            rest.append(contentsOf: bytes[start..<end])
            if emitParts(line) { followsReturn = end == bytes.count - 1 }
            start = end + 1
        }
        rest.append(contentsOf: bytes[start...])
    }

    /// Hands out what follows the last line end.
    package mutating func finish(_ line: (String) -> Void) {
        if !rest.isEmpty { emit(line) }
    }

    private mutating func emit(_ line: (String) -> Void) {
        if !emitParts(line), !followsReturn { line("") }
        followsReturn = false
    }

    /// Hands out what lies between CRs, and says whether that was anything.
    private mutating func emitParts(_ line: (String) -> Void) -> Bool {
        let parts = rest.split(separator: 13, omittingEmptySubsequences: true)
        for part in parts { line(String(decoding: part, as: UTF8.self)) }
        rest.removeAll(keepingCapacity: true)
        return !parts.isEmpty
    }
}
