// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage

@testable import CephBuild

/// Values that several suites begin with.
enum Samples {
    static let hash = "0123456789abcdef0123456789abcdef01234567"

    static func source(commit: Bool = true, description: String? = "v18.2.7-31-gabcdef0123") throws -> SourceTree {
        SourceTree(
            root: "/nowhere",
            commit: commit ? try CommitID(parsing: hash) : nil,
            refName: "main",
            origin: "/home/dev/ceph",
            commitTime: commit ? 1_600_000_000 : nil,
            description: commit ? description : nil,
            edits: nil
        )
    }

    static func base(
        libraryFolder: String? = "/usr/lib/x86_64-linux-gnu",
        distribution: String = "debian",
        release: String = "trixie",
        python: String? = "3.13"
    ) -> BaseFacts {
        BaseFacts(
            distribution: distribution,
            release: release,
            machine: "x86_64",
            python: python,
            libraryFolder: libraryFolder,
            ceph: version
        )
    }

    static var version: CephVersion? { CephVersion(output: "ceph version 18.2.7 (6b0e98) reef (stable)") }
}
