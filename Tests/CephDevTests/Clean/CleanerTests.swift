// SPDX-License-Identifier: Apache-2.0

import Reporting
import SystemPackage
import TestSupport
import Testing

@testable import CephDev

struct CleanerTests {
    private let scratch: ScratchDirectory
    private let workspace: Workspace

    private static let files = [
        "w/source/a", "w/git/a", "w/build/a", "w/install/a", "w/install.index", "w/logs/a", "c/git/m/a", "c/tags/a",
        "c/ccache/a", "c/blobs/sha256/a", "c/images/a", "c/records/a",
    ]

    init() throws {
        scratch = try ScratchDirectory()
        workspace = try Workspace(at: scratch.path.appending("w"), cache: scratch.path.appending("c"))
        for file in Self.files { try scratch.write(file, [UInt8](repeating: 1, count: 100_000)) }
    }

    private var left: [String] { Self.files.filter(scratch.exists) }

    @Test(arguments: [
        (BuildRequest.CleanLevel.build, ["w/build/a"]), (.install, ["w/install/a", "w/install.index"]),
        (.cache, ["c/ccache/a", "c/blobs/sha256/a", "c/images/a", "c/records/a"]), (.images, []),
        (
            .all,
            [
                "w/build/a", "w/install/a", "w/install.index", "c/ccache/a", "c/blobs/sha256/a", "c/images/a",
                "c/records/a",
            ]
        ),
    ])
    func `what is named goes, and nothing else`(level: BuildRequest.CleanLevel, gone: [String]) throws {
        let removals = try Cleaner(workspace: workspace).clean([level])
        #expect(left == Self.files.filter { !gone.contains($0) })
        #expect(removals.reduce(0) { $0 + $1.byteCount } >= 100_000 * gone.count)
    }

    @Test func `a dry run says the same and removes nothing`() throws {
        let cleaner = Cleaner(workspace: workspace)
        let planned = try cleaner.clean([.all], isDryRun: true)
        #expect(left == Self.files)
        #expect(try cleaner.clean([.all]) == planned)
        #expect(try cleaner.clean([.all]).isEmpty)
    }

    @Test func `the cache of another run stays as it is`() throws {
        let other = try Workspace(at: scratch.path.appending("other"), cache: scratch.path.appending("c"))
        let error = #expect(throws: WorkspaceFailure.self) { try Cleaner(workspace: workspace).clean([.cache]) }
        #expect(error?.kind == .workspaceBusy)
        #expect(left == Self.files)
        withExtendedLifetime(other) {}
    }

    @Test(.tags(.medium)) func `a cache that is too large loses what was used longest ago`() async throws {
        try await scratch.run("touch", "-d", "2020-01-01", "c/images/a")
        try await scratch.run("touch", "-d", "2021-01-01", "c/ccache/a")
        let removals = try Cleaner(workspace: workspace).clean([.cache], keeping: 250_000)
        #expect(left == Self.files.filter { $0 != "c/images/a" })
        #expect(removals.map(\.subject) == [scratch.path.appending("c/images").string])
        try Cleaner(workspace: workspace).clean([.cache], keeping: 150_000)
        #expect(!scratch.exists("c/ccache/a"))
        #expect(scratch.exists("c/blobs/sha256/a"))
        #expect(try Cleaner(workspace: workspace).clean([.cache], keeping: 150_000).isEmpty)
    }

    @Test func `a workspace and a cache that are not there are clean, and are not made`() throws {
        let none = try Workspace(present: scratch.path.appending("x/w"), cache: scratch.path.appending("x/c"))
        #expect(try Cleaner(workspace: none).clean([.all]).isEmpty)
        #expect(!scratch.exists("x"))
    }

    @Test(.tags(.medium)) func `disk usage is what du says`() async throws {
        try await scratch.run("ln", "w/build/a", "w/build/b")
        try await scratch.run("truncate", "-s", "50M", "w/build/holes")
        let lines = try await scratch.run("sh", "-c", "find w/build -type f -exec du -c -B1 {} + | tail -1 | cut -f1")
        #expect(lines == ["\(DiskUsage.byteCount(of: scratch.path.appending("w/build")))"])
    }
}
