// SPDX-License-Identifier: Apache-2.0

import CephBuild
import FoundationEssentials
import Synchronization
import SystemPackage
import Testing

@testable import CephDevCommands

struct LogPresentationTests {
    private struct Document: Decodable {
        struct Failure: Decodable, Equatable {
            let targets: [String]
            var command: String?
            var diagnostics: [String]?
        }

        let schema: String
        let stage: String
        let log: String
        let lines: [String]?
        let failures: [Failure]?
    }

    private static let log = """
        [1/3] Building CXX object a.o
        a.cc:1:1: warning: "quoted" \\ ü
        [2/3] Building CXX object b.o
        FAILED: b.o
        c++ "-DX=1" b.cc
        b.cc:1:1: error: 'x'
        b.cc:2:1: error: 'y'
        [3/3] Linking CXX executable c
        FAILED: c c.map
        c++ c
        ninja: build stopped: subcommand failed.
        """

    private func write(_ text: String, onlyErrors: Bool, _ format: SharedOptions.Format) -> (
        lines: [String], count: Int
    ) {
        let written = Mutex<[String]>([])
        let presentation = LogPresentation(
            stage: .compile,
            path: "/w/logs/compile.log",
            onlyErrors: onlyErrors,
            format: format
        ) { line in written.withLock { $0.append(line) } }
        presentation.begin()
        text.split(separator: "\n").map(String.init).forEach(presentation.take)
        let count = presentation.end()
        return (written.withLock { $0 }, count)
    }

    private func document(_ text: String, onlyErrors: Bool) throws -> Document {
        let lines = write(text, onlyErrors: onlyErrors, .json).lines
        return try JSONDecoder().decode(Document.self, from: Data(lines.joined(separator: "\n").utf8))
    }

    @Test func `a log is written as it is`() {
        #expect(write(Self.log, onlyErrors: false, .text).lines.joined(separator: "\n") == Self.log)
    }

    @Test func `of failures the headline, the command and the diagnostics are written, and a blank line between them`()
    {
        let written = write(Self.log, onlyErrors: true, .text)
        #expect(
            written.lines == [
                "FAILED: b.o", #"c++ "-DX=1" b.cc"#, "b.cc:1:1: error: 'x'", "b.cc:2:1: error: 'y'", "",
                "FAILED: c c.map",
                "c++ c",
            ]
        )
        #expect(written.count == 2)
    }

    @Test func `as JSON it is one document with every line`() throws {
        let document = try document(Self.log, onlyErrors: false)
        #expect(
            document.schema == "cephdev.log/1" && document.stage == "compile" && document.log == "/w/logs/compile.log"
        )
        #expect(document.lines?.joined(separator: "\n") == Self.log && document.failures == nil)
        #expect(try self.document("", onlyErrors: false).lines?.isEmpty == true)
    }

    @Test func `failures are members of their own in JSON`() throws {
        let complaint = "\nCMake Error at a:1 (x):\n  no"
        #expect(
            try document(Self.log + complaint, onlyErrors: true).failures == [
                Document.Failure(
                    targets: ["b.o"],
                    command: #"c++ "-DX=1" b.cc"#,
                    diagnostics: ["b.cc:1:1: error: 'x'", "b.cc:2:1: error: 'y'"]
                ),
                Document.Failure(targets: ["c", "c.map"], command: "c++ c", diagnostics: []),
                Document.Failure(targets: [], diagnostics: ["CMake Error at a:1 (x):", "  no"]),
            ]
        )
    }

    @Test(arguments: ["", "[1/1] a", "FAILED: b.o", "FAILED: b.o\nc++", "CMake Error: x", "FAILED: a\nFAILED: b"])
    func `a log that ends anywhere is still JSON`(text: String) throws {
        #expect(try document(text, onlyErrors: true).failures != nil)
    }
}
