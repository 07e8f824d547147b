// SPDX-License-Identifier: Apache-2.0

/// Lines with their ends, read one after the other.
struct PatchLines {
    private let lines: [[UInt8]]
    private(set) var position = 0

    /// A file whose every line ends in CR LF came through a mail program: it gets its own ends back.
    init(_ bytes: [UInt8]) {
        let lines = Self.split(bytes)
        let isMangled = lines.count > 1 && lines.dropLast().allSatisfy { $0.suffix(2) == [0x0D, 0x0A] }
        self.lines = isMangled ? lines.map { $0.filter { $0 != 0x0D } } : lines
    }

    static func split(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            lines.append(Array(bytes[start...index]))
            start = index + 1
        }
        if start < bytes.count { lines.append(Array(bytes[start...])) }
        return lines
    }

    /// The line that is `distance` behind the next one; nothing behind the end.
    func peek(_ distance: Int = 0) -> [UInt8]? {
        position + distance < lines.count ? lines[position + distance] : nil
    }

    func starts(with text: String, at distance: Int = 0) -> Bool {
        peek(distance)?.starts(with: text.utf8) == true
    }

    mutating func next() -> [UInt8]? {
        guard position < lines.count else { return nil }
        defer { position += 1 }
        return lines[position]
    }

    /// The next line without `prefix` and its end, when it begins with that.
    mutating func text(after prefix: String) throws(PatchProblem) -> String? {
        guard starts(with: prefix), let line = next() else { return nil }
        let rest = line.dropFirst(prefix.utf8.count)
        guard let text = String(validating: rest.last == 0x0A ? rest.dropLast() : rest, as: UTF8.self) else {
            throw PatchProblem("line \(position) is no UTF-8")
        }
        return text
    }

    /// The lines from `start` to where it stands.
    func bytes(from start: Int) -> [UInt8] { lines[start..<position].flatMap(\.self) }
}
