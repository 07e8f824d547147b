// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// A file `__NAME__`, whose content takes the place of its name.
struct VariableFile: Sendable {
    let name: String
    let path: TreePath
    /// The content without the blanks and line ends at its end: at least one line.
    let lines: [[UInt8]]

    init(_ name: String, at path: TreePath, _ content: [UInt8]) throws(FlavorFailure) {
        guard !content.contains(0), String(validating: content, as: UTF8.self) != nil else {
            throw .notText(variable: name, TreePlace(path))
        }
        self.name = name
        self.path = path
        let end = content.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? 0
        lines = TextLines.split(content[..<end])
    }

    /// Where `text` stands in it first.
    func place(of text: String) -> TreePlace? {
        lines.firstIndex { $0.contains(Array(text.utf8)) }.map { TreePlace(path, line: $0 + 1) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }
}
