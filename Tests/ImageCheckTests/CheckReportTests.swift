// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import FoundationEssentials
import Testing

@testable import ImageCheck

struct CheckReportTests {
    @Test(
        arguments: [
            .missingLibrary(name: "libfmt.so.10"), .undefinedSymbol(symbol: "_ZN4ceph", consumer: "/usr/bin/rados"),
            .missingVersion(version: "V", library: "/l", consumer: "/c"),
            .staleLibrary(name: "l", found: .root, expected: .root),
            .brokenObject(path: .root, reason: "file too short"),
            .pluginLost(plugin: .root, host: .root, symbols: ["a", "b"]),
            .commandFailed(command: "ceph --help", status: "status 1", output: ["x"]), .commandMissing(command: "ceph"),
        ] as [Finding.Cause]
    )
    func `every finding survives JSON`(cause: Finding.Cause) throws {
        let finding = Finding(cause: cause, victims: [try TreePath(parsing: "usr/bin/rados")], provider: "/p")
        let report = CheckReport(findings: [finding], objectCount: 3, commands: ["ceph"], comparedWithBase: true)
        let bytes = try CanonicalJSON.encode(report)
        #expect(try JSONDecoder().decode(CheckReport.self, from: Data(bytes)) == report)
    }

    @Test func `a report without findings has passed`() {
        #expect(CheckReport(findings: [], objectCount: 0, commands: [], comparedWithBase: false).hasPassed)
    }
}
