// SPDX-License-Identifier: Apache-2.0

import FileTree
import FoundationEssentials
import ImageCheck
import Testing

@testable import CephDevCommands

struct CheckReportTextTests {
    private static func path(_ text: String) -> TreePath { (try? TreePath(parsing: text)) ?? .root }

    private static let report = CheckReport(
        findings: [
            Finding(
                .lostSymbols(provider: "/usr/lib/libx.so.1"),
                .error,
                victims: (0..<12).map { path("usr/bin/p\($0)") },
                symbols: [
                    LostSymbol(name: "_Z3foov", consumers: [path("usr/bin/p0"), path("usr/bin/p1")], isLazy: false),
                    LostSymbol(name: "bar", consumers: [path("usr/bin/p0")], isLazy: false),
                ]
            ),
            Finding(.searchPath(text: ":"), .warning, victims: [path("a b/\u{e4}")]),
        ],
        objectCount: 1132,
        commands: ["ceph --help", "ceph-osd --version"],
        comparedWithBase: true
    )

    @Test func `text has a paragraph for each finding, its kind, ten lines of each sort at most, and counts`() {
        let lines = Self.report.lines
        #expect(
            lines.first?.hasPrefix("error: /usr/lib/libx.so.1 does not have 2 symbols, which 2 objects want") == true
        )
        #expect(lines.first?.hasSuffix("[lost-symbols]") == true)
        #expect(lines.contains("    foo() (_Z3foov), wanted by /usr/bin/p0, /usr/bin/p1"))
        #expect(lines.contains("    and 2 more") && lines.count { $0.hasPrefix("    breaks /usr") } == 10)
        #expect(lines.last == "1 error, 1 warning in 1132 objects and 2 commands")
    }

    @Test func `nothing found is said so`() {
        let report = CheckReport(findings: [], objectCount: 3, commands: [], comparedWithBase: false)
        #expect(report.lines == ["nothing found in 3 objects; nothing was run, without a base to compare with"])
    }

    private struct Log: Decodable {
        struct Run: Decodable { let results: [Result] }
        struct Result: Decodable {
            let ruleId, level: String
            let locations, relatedLocations: [Location]
        }
        struct Location: Decodable { let physicalLocation: [String: [String: String]]? }
        let version: String
        let runs: [Run]
    }

    @Test func `SARIF has a result for each finding, with files as relative addresses`() throws {
        let text = JSONDocument.render(SARIFDocument(Self.report, of: "ceph/daemon:main"))
        let log = try JSONDecoder().decode(Log.self, from: Data(text.utf8))
        let results = log.runs.flatMap(\.results)
        #expect(log.version == "2.1.0" && results.map(\.ruleId) == ["lost-symbols", "search-path"])
        #expect(results.map(\.level) == ["error", "warning"])
        #expect(results.first?.locations.first?.physicalLocation?["artifactLocation"]?["uri"] == "usr/lib/libx.so.1")
        #expect(results.last?.locations.first?.physicalLocation == nil)
        let victim = results.last?.relatedLocations.first?.physicalLocation
        #expect(victim?["artifactLocation"]?["uri"] == "a%20b/%C3%A4")
    }
}
