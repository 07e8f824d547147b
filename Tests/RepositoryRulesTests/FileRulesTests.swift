// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct FileRulesTests {
    private static let license = "SPDX-License-Identifier: Apache-2.0"

    @Test(arguments: [
        ("A.swift", ""), ("A.swift", "import A"), ("A.swift", "\n\n\n// " + license), ("run", "#!/bin/sh\necho"),
        ("A.swift", "// SPDX-License-Identifier: MIT"), ("A.swift", "// \(license)-with-more"),
    ])
    func `a file without its license is a breach`(path: String, text: String) {
        #expect(FileRules.nameLicense(SourceFile(path: path, text: text)).count == 1)
    }

    @Test(arguments: [("A.swift", "// \(license)\n"), ("run", "#!/bin/sh\n# \(license)\n"), ("A.md", "# A")])
    func `a file with its license, or that needs none, is none`(path: String, text: String) {
        #expect(FileRules.nameLicense(SourceFile(path: path, text: text)).isEmpty)
    }

    @Test(arguments: [(400, 0), (401, 1)])
    func `a file of more than 400 lines is a breach`(lineCount: Int, breachCount: Int) {
        let file = SourceFile(path: "A.swift", text: String(repeating: "a\n", count: lineCount))
        #expect(FileRules.stayShort(file).count == breachCount)
    }

    @Test func `a script that cannot be run is a breach`() {
        let script = SourceFile(path: "scripts/check", text: "")
        #expect(FileRules.canBeRun(script) { _ in false }.count == 1)
        #expect(FileRules.canBeRun(script) { _ in true }.isEmpty)
        #expect(FileRules.canBeRun(SourceFile(path: "README.md", text: "")) { _ in false }.isEmpty)
    }

    @Test(.tags(.medium)) func `every Swift file and script names its license`() async throws {
        #expect(try await Repository.files { _ in true }.flatMap(FileRules.nameLicense) == [])
    }

    @Test(.tags(.medium)) func `no Swift file is longer than 400 lines`() async throws {
        #expect(try await Repository.files { $0.hasSuffix(".swift") }.flatMap(FileRules.stayShort) == [])
    }

    @Test(.tags(.medium)) func `every script can be run`() async throws {
        let scripts = try await Repository.files { $0.hasPrefix("scripts/") }
        #expect(scripts.flatMap { FileRules.canBeRun($0, isExecutable: Repository.isExecutable) } == [])
        #expect(!scripts.isEmpty)
    }
}
