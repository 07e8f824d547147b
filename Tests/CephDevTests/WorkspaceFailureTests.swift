// SPDX-License-Identifier: Apache-2.0

import Reporting
import Testing

@testable import CephDev
@testable import ImageCheck

struct WorkspaceFailureTests {
    private static func failure(findings: Int, wasTagged: Bool) -> WorkspaceFailure {
        let finding = Finding(.missingLibrary(name: "librados.so.2"), .error)
        let report = CheckReport(
            findings: Array(repeating: finding, count: findings),
            objectCount: 9,
            commands: [],
            comparedWithBase: true
        )
        return .checkFailed(CheckSummary(report, of: "ceph/daemon:x", wasTagged: wasTagged))
    }

    @Test(arguments: [
        (1, "the image ceph/daemon:x does not link: one error"),
        (12, "the image ceph/daemon:x does not link: 12 errors"),
    ])
    func `a failed check counts its findings`(findings: Int, text: String) {
        #expect(Self.failure(findings: findings, wasTagged: true).description == text)
    }

    @Test func `a failed check has status 1`() {
        #expect(Self.failure(findings: 1, wasTagged: true).kind.rawValue == 1)
    }

    @Test func `what helps depends on whether there is an image`() {
        #expect(Self.failure(findings: 1, wasTagged: true).hint?.contains("fix-libs") == true)
        #expect(Self.failure(findings: 1, wasTagged: false).hint?.contains("--force") == true)
    }
}
