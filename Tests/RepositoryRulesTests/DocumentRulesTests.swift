// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct DocumentRulesTests {
    private static let present: Set = ["scripts/check", "DESIGN.md", "docs", "docs/a.md"]

    private static func isPresent(_ path: String) -> Bool { present.contains(path) }

    @Test(arguments: ["Run `scripts/gone`.", "    $ scripts/check-all", "see scripts/check and scripts/gone."])
    func `a script that is not there is a breach`(text: String) {
        let file = SourceFile(path: "README.md", text: text)
        #expect(DocumentRules.nameScripts(file, exists: Self.isPresent).count == 1)
    }

    @Test(arguments: ["Run `scripts/check`.", "scripts/check.", "All is in scripts/.", "'scripts/check' does it"])
    func `a script that is there is none`(text: String) {
        let file = SourceFile(path: "README.md", text: text)
        #expect(DocumentRules.nameScripts(file, exists: Self.isPresent) == [])
    }

    @Test(arguments: [
        ("README.md", "[a](gone.md)"), ("README.md", "[a](docs/gone.md#top)"), ("docs/a.md", "[a](DESIGN.md)"),
        ("README.md", "![a](gone.png \"title\")"), ("README.md", "[a]: gone.md"),
        ("README.md", "[a](DESIGN.md) [b](gone.md)"),
        ("README.md", "[a](../DESIGN.md)"),
    ])
    func `a link that leads nowhere is a breach`(path: String, text: String) {
        let file = SourceFile(path: path, text: text)
        #expect(DocumentRules.resolveLinks(file, exists: Self.isPresent).count == 1)
    }

    @Test(arguments: [
        ("README.md", "[a](DESIGN.md)"), ("README.md", "[a](docs/a.md#top)"), ("docs/a.md", "[a](../DESIGN.md)"),
        ("README.md", "[a](docs/)"), ("README.md", "[a](https://host/gone.md)"), ("README.md", "[a](#top)"),
        ("README.md", "```\n[a](gone.md)\n```"), ("README.md", "[a](./DESIGN.md)"),
    ])
    func `a link that leads somewhere, or outside, is none`(path: String, text: String) {
        let file = SourceFile(path: path, text: text)
        #expect(DocumentRules.resolveLinks(file, exists: Self.isPresent) == [])
    }

    @Test(.tags(.medium)) func `there is a README that names scripts`() async throws {
        let readme = try #require(try await Repository.files { $0 == "README.md" }.first, "there is no README.md")
        #expect(readme.text.contains("scripts/"))
    }

    @Test(.tags(.medium)) func `scripts that users are told to run are there`() async throws {
        let files = try await Repository.files { $0.hasSuffix(".md") || $0.hasPrefix("Sources/") }
        #expect(files.flatMap { DocumentRules.nameScripts($0, exists: Repository.exists) } == [])
    }

    @Test(.tags(.medium)) func `links in documents lead somewhere`() async throws {
        let documents = try await Repository.files { $0.hasSuffix(".md") }
        #expect(documents.flatMap { DocumentRules.resolveLinks($0, exists: Repository.exists) } == [])
    }
}
