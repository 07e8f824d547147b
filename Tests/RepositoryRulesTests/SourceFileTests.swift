// SPDX-License-Identifier: Apache-2.0

import Testing

struct SourceFileTests {
    @Test(arguments: [
        ("let a = 1", "let a = 1"), ("a // try!", "a "), ("/// print(x)", ""), ("f(\"print(x)\") + 1", "f() + 1"),
        ("\"a \\\" // b\" + c", " + c"), ("\"\\\\\" + c", " + c"), ("let url = \"https://host\"", "let url = "),
        ("a / b", "a / b"),
    ])
    func `strings and comments are no code`(line: String, code: String) {
        #expect(SourceFile(path: "a.swift", text: line).code == [code])
    }

    @Test func `a string of several lines is no code`() {
        let text = "let a = \"\"\"\n    print(1)\n    \"\"\"\nprint(2)"
        #expect(SourceFile(path: "a.swift", text: text).code == ["let a = ", "", "", "print(2)"])
    }

    @Test(arguments: [
        ("import A", "A", false), ("internal import A", "A", true), ("package import A", "A", false),
        ("@testable import A", "A", false), ("  public import A  // why", "A", false),
        ("import struct A.B", "A", false),
        ("@preconcurrency internal import A", "A", true),
    ])
    func `imports are found`(line: String, module: String, isInternal: Bool) {
        #expect(
            SourceFile(path: "a.swift", text: "\n" + line).imports
                == [SourceFile.Import(line: 2, module: module, isInternal: isInternal)]
        )
    }

    @Test(arguments: ["// import A", "let a = \"import A\"", "important()", "echo; import sys; print(1)"])
    func `what only mentions an import is none`(line: String) {
        #expect(SourceFile(path: "a.swift", text: line).imports.isEmpty)
    }

    @Test(
        arguments: [
            ("Sources/A/B.swift", "A"), ("Sources/A/B/C.swift", "A"), ("Sources/A.swift", nil),
            ("Tests/ATests/B.swift", nil),
        ] as [(String, String?)]
    )
    func `a file below Sources has a target`(path: String, target: String?) {
        #expect(SourceFile(path: path, text: "").target == target)
    }
}
