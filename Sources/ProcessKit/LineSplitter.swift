// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Cuts a byte stream into lines at LF; a CR before it, or a lone one as progress meters write, ends a line too.
///
/// Written by hand because the splitter of swift-subprocess does 2 MB/s, too slow for a build's log.
package struct LineSplitter {
    private var rest: [UInt8] = []

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
        rest.append(contentsOf: bytes[start...])
    }

    /// Hands out what follows the last line end.
    package mutating func finish(_ line: (String) -> Void) {
        if !rest.isEmpty { emit(line) }
    }

    private mutating func emit(_ line: (String) -> Void) {
        for part in rest.split(separator: 13, omittingEmptySubsequences: true) {
            line(String(decoding: part, as: UTF8.self))
        }
        if rest.allSatisfy({ $0 == 13 }) { line("") }
        rest.removeAll(keepingCapacity: true)
    }
}
