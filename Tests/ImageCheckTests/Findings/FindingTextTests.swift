// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import FoundationEssentials
import Testing

@testable import ImageCheck

struct FindingTextTests {
    private static func path(_ text: String) -> TreePath { (try? TreePath(parsing: text)) ?? .root }

    private static func finding(_ cause: Finding.Cause, victims: Int = 1, symbols: [String] = []) -> Finding {
        Finding(
            cause,
            cause.kind.severity,
            victims: (0..<victims).map { path("usr/bin/v\($0)") },
            symbols: symbols.map { LostSymbol(name: $0, consumers: [path("usr/bin/rados")], isLazy: true) }
        )
    }

    @Test(arguments: [
        (finding(.missingLibrary(name: "libx.so.1")), "libx.so.1 is in none of the folders where the loader looks"),
        (
            finding(.lostSymbols(provider: "/l.so"), symbols: ["_Z3foov"]),
            "/l.so does not have foo() (_Z3foov), which /usr/bin/rados wants; it shows only when it is called first, no help "
                + "text needs it"
        ),
        (
            finding(.missingVersions(library: "/l.so"), symbols: ["V_1", "V_2"]),
            "/l.so does not have 2 versions, which /usr/bin/rados wants"
        ),
        (
            finding(.unreadable(path: path("a/b"), blocker: path("a"))),
            "/a/b cannot be reached: only the owner may enter /a, and daemons run as another user"
        ),
        (
            finding(.searchPath(text: ":"), victims: 2),
            "2 objects would look for libraries in ':', which is relative to the "
                + "current folder"
        ),
        (
            finding(.pluginVersion(version: "1.2.3", loader: path("l.so"), has: ["1.2.4"])),
            "/l.so refuses /usr/bin/v0 of Ceph 1.2.3: it is of Ceph 1.2.4"
        ),
    ])
    func `a finding is one sentence`(finding: Finding, text: String) {
        #expect(finding.description == text)
    }

    @Test func `JSON names the kind, the symbols as people wrote them, and who breaks`() throws {
        let report = CheckReport(
            findings: [Self.finding(.lostSymbols(provider: "/l.so"), symbols: ["_Z3foov", "plain"])],
            objectCount: 3,
            commands: ["ceph --help"],
            comparedWithBase: true
        )
        let text = String(decoding: try CanonicalJSON.encode(report), as: UTF8.self)
        for part in [
            #""passed":false"#, #""kind":"lost-symbols""#, #""severity":"error""#, #""subject":"/l.so""#,
            #""demangled":"foo()""#, #""victims":["/usr/bin/v0"]"#, #""objectCount":3"#,
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
    }

    @Test func `warnings and notes alone are no failure`() {
        let findings = [Self.finding(.searchPath(text: "x")), Self.finding(.thirdParty(path: .root))]
        let report = CheckReport(findings: findings, objectCount: 1, commands: [], comparedWithBase: true)
        #expect(report.hasPassed && report.errors.isEmpty)
    }
}
