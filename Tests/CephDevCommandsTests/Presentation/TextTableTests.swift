// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDevCommands

struct TextTableTests {
    @Test func `columns are as wide as their widest cell, numbers stand at the right, no line ends in blanks`() {
        let table = TextTable(
            [.init(title: "REF"), .init(title: "SIZE", isNumber: true), .init(title: "X")],
            rows: [["a", "1", ""], ["longer", "12345", "y"]]
        )
        #expect(table.lines == ["REF      SIZE  X", "a           1", "longer  12345  y"])
    }

    @Test func `a table without rows is its titles`() {
        #expect(TextTable([.init(title: "A"), .init(title: "B")], rows: []).lines == ["A  B"])
    }
}
