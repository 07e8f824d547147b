// SPDX-License-Identifier: Apache-2.0

import CephBuild
import CephDev
import FoundationEssentials
import GitKit
import Reporting
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium)) struct SourceServiceTests {
    private let scratch: ScratchDirectory
    private let service: SourceService

    init() throws {
        scratch = try ScratchDirectory()
        let workspace = try Workspace(at: scratch.path.appending("w"), cache: scratch.path.appending("c"))
        service = SourceService(workspace: workspace, reporter: .silent)
    }

    private func sync() async throws -> SourceStatus {
        let script = """
            export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a \
            GIT_COMMITTER_EMAIL=a@b; git init -q -b main ceph && cd ceph && echo one >one && git add one && \
            git commit -q -m one
            """
        if !scratch.exists("ceph") { try await scratch.run("sh", "-c", script) }
        let url = try GitURL(parsing: scratch.path.appending("ceph").string)
        let synced = try await service.sync(.repository(url: url, ref: "main"), SourcePolicy())
        let status = try await service.status()
        #expect(status.record == synced)
        return status
    }

    @Test func `a workspace without source says so`() async throws {
        await #expect(throws: WorkspaceFailure.self) { try await service.status() }
    }

    @Test func `a synced source is told with its mirror, and edits of it are seen`() async throws {
        let status = try await sync()
        #expect(status.record.ref == "main")
        #expect(!status.isDirty && !status.isUnfinished && status.editedPaths.isEmpty)
        #expect(status.byteCount > 0)
        #expect(status.mirrors.map(\.url) == [scratch.path.appending("ceph").string])
        #expect(status.mirrors.allSatisfy { $0.byteCount > 0 })
        try scratch.write("w/source/one", "edited")
        try scratch.write("w/source/new", "new")
        #expect(try await service.status().editedPaths == ["one"])
        #expect(try await sync().editedPaths == [])
    }

    @Test func `cleaning removes the source alone, and the mirrors when it is told to`() async throws {
        _ = try await sync()
        try scratch.write("w/build/kept", "")
        let planned = try service.clean(mirrors: true, isDryRun: true)
        #expect(scratch.exists("w/source/one"))
        let removed = try service.clean(mirrors: false, isDryRun: false)
        #expect(removed.contains { $0.subject.hasSuffix("w/source") && $0.byteCount > 0 })
        #expect(planned.count == removed.count + 1)
        #expect(!scratch.exists("w/source") && !scratch.exists("w/git"))
        #expect(scratch.exists("w/build/kept") && scratch.exists("c/git"))
        #expect(try service.clean(mirrors: true, isDryRun: false).map(\.subject).first?.hasSuffix("c/git") == true)
        #expect(!scratch.exists("c/git"))
        #expect(try await sync().record.ref == "main")
    }
}
