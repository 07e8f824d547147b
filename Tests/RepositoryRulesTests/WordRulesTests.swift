// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct WordRulesTests {
    private static func file(_ line: String, in target: String = "CephDev") -> SourceFile {
        SourceFile(path: "Sources/\(target)/A.swift", text: line)
    }

    @Test(arguments: [
        "let a = try! f()", "fatalError(\"no\")", "extension A: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1",
        "Task.detached { f() }", "public struct A {}", "public import SystemPackage",
    ])
    func `a forbidden word is a breach`(line: String) {
        #expect(WordRules.avoidForbidden(Self.file(line)).count == 1)
    }

    @Test(arguments: [
        "// never try! this", "let text = \"public \"", "let notpublic = 1", "try f()", "isPublic(republic)",
        "Task { f() }",
    ])
    func `what only looks like one is none`(line: String) {
        #expect(WordRules.avoidForbidden(Self.file(line)).isEmpty)
    }

    @Test(arguments: [
        "print(1)", "Swift.print(1)", "debugPrint(a)", "FileHandle.standardOutput.write(a)", "fputs(a, stderr)",
    ])
    func `writing outside of Console is a breach`(line: String) {
        #expect(WordRules.writeOnlyInConsole(Self.file(line)).count == 1)
        #expect(WordRules.writeOnlyInConsole(Self.file(line, in: "Console")).isEmpty)
    }

    @Test(arguments: ["blueprint(1)", "\"print(1)\"", "// print(1)"])
    func `what is no writing is none`(line: String) {
        #expect(WordRules.writeOnlyInConsole(Self.file(line)).isEmpty)
    }

    @Test(.tags(.medium)) func `the sources hold no forbidden word`() async throws {
        #expect(try await Repository.sources().flatMap(WordRules.avoidForbidden) == [])
    }

    @Test(.tags(.medium)) func `only Console writes`() async throws {
        #expect(try await Repository.sources().flatMap(WordRules.writeOnlyInConsole) == [])
    }
}
