// SPDX-License-Identifier: Apache-2.0

/// Texts as lines and back, byte for byte.
enum TextLines {
    private static let lineEnd = UInt8(ascii: "\n")

    /// What stands between the line ends, empty lines included.
    static func split(_ text: some Sequence<UInt8>) -> [[UInt8]] {
        text.split(separator: lineEnd, omittingEmptySubsequences: false).map(Array.init)
    }

    static func join(_ lines: [[UInt8]]) -> [UInt8] {
        Array(lines.joined(separator: [lineEnd]))
    }
}
