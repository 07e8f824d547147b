// SPDX-License-Identifier: Apache-2.0

import CephBuild
import CephDev
import Glibc
import ProcessKit
import Reporting
import SystemPackage
import TestSupport
import Testing

struct WorkspaceTests {
    private let scratch: ScratchDirectory
    private let workspace: Workspace

    init() throws {
        scratch = try ScratchDirectory()
        workspace = try Workspace(at: scratch.path.appending("a/w"), cache: scratch.path.appending("c"))
    }

    @Test func `both folders are made`() {
        #expect(scratch.exists("a/w"))
        #expect(scratch.exists("c"))
    }

    @Test func `a relative folder counts from the current one`() throws {
        let workspace = try Workspace(at: ".", cache: scratch.path)
        #expect(workspace.root.isAbsolute)
    }

    @Test func `a folder that cannot be made is an error of input and output`() throws {
        try scratch.write("file", "")
        let error = #expect(throws: (any Error).self) {
            try Workspace(at: scratch.path.appending("file/w"), cache: scratch.path)
        }
        #expect(error.map { ErrorReport($0).kind } == .inputOutput)
    }

    @Test func `a second run is kept out`() throws {
        let lock = try workspace.lock()
        let error = #expect(throws: WorkspaceFailure.self) { try workspace.lock() }
        #expect(error?.kind.rawValue == 75)
        withExtendedLifetime(lock) {}
    }

    @Test func `who is kept out is told of the workspace`() throws {
        let lock = try workspace.lock()
        let error = #expect(throws: WorkspaceFailure.self) { try workspace.lock() }
        #expect(error?.description.contains(workspace.root.string) == true)
        withExtendedLifetime(lock) {}
    }

    @Test func `the lock is free again once it is let go`() throws {
        for _ in 0..<3 {
            let lock = try workspace.lock()
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `another workspace is free, whatever cache it shares`() throws {
        let lock = try workspace.lock()
        let other = try Workspace(at: scratch.path.appending("other"), cache: workspace.cache).lock()
        withExtendedLifetime((lock, other)) {}
    }

    @Test(.tags(.medium)) func `another program sees the lock, and that it goes`() async throws {
        let attempt = Command("flock", ["--nonblock", workspace.root.appending(".lock").string, "true"])
        let lock = try workspace.lock()
        #expect(try await ProcessRunner.run(attempt).status == .exited(1))
        withExtendedLifetime(lock) {}
    }

    @Test func `what killed runs left is gone once the lock is taken`() throws {
        let left = [
            "a/w/scratch/4194305/x", "a/w/.dat.nosync1.x", "a/w/build/.dat.nosync1.x", "c/records/.dat.nosync1.x",
            "c/images/.dat.nosync1.x", "c/blobs/ingest-4194305-1",
        ]
        let kept = ["a/w/last-image", "a/w/scratch/1/x", "c/records/x.json", "c/blobs/sha256/x"]
        for name in left + kept { try scratch.write(name, "x") }
        let lock = try workspace.lock()
        #expect(left.filter(scratch.exists) == [])
        #expect(kept.filter(scratch.exists) == kept)
        withExtendedLifetime(lock) {}
    }
}
