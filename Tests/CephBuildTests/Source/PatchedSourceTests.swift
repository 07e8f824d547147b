// SPDX-License-Identifier: Apache-2.0

import CephBuild
import GitKit
import Glibc
import SystemPackage
import TestSupport
import Testing

/// Commits with patches on them, from forks, and without a network.
@Suite(.tags(.medium)) struct PatchedSourceTests {
    private static let patch =
        "--- a/src/CMakeLists.txt\n+++ b/src/CMakeLists.txt\n@@ -1 +1 @@\n-project(ceph)\n+project(mine)\n"

    private let sandbox: SourceSandbox

    init() throws { sandbox = try SourceSandbox() }

    private func policy(_ patches: String...) -> SourcePolicy {
        var policy = SourcePolicy()
        policy.patches = patches.map { sandbox.scratch.path.appending($0) }
        return policy
    }

    @Test func `a patched source is dirty, under the commit that was patched`() async throws {
        try await sandbox.makeRepository("ceph")
        try sandbox.scratch.write("fix.patch", Self.patch)
        let plain = try await sandbox.fetch()
        let patched = try await sandbox.fetch(policy: policy("fix.patch"))
        #expect(patched.commit == plain.commit)
        #expect(patched.edits?.paths == ["src/CMakeLists.txt"])
        #expect(try sandbox.source("src/CMakeLists.txt") == "project(mine)\n")
        let again = try await sandbox.fetch(policy: policy("fix.patch"))
        #expect(again.edits == patched.edits)
        #expect(try await !sandbox.fetch().isDirty)
        #expect(try sandbox.source("src/CMakeLists.txt") == "project(ceph)\n")
    }

    @Test func `a patched file is newer, and the same patch again leaves it alone`() async throws {
        try await sandbox.makeRepository("ceph")
        try sandbox.scratch.write("fix.patch", Self.patch)
        _ = try await sandbox.fetch()
        try sandbox.backdate("work/source/src/CMakeLists.txt")
        _ = try await sandbox.fetch(policy: policy("fix.patch"))
        let time = try sandbox.status("work/source/src/CMakeLists.txt").st_mtim
        #expect(time.tv_sec > 1000)
        _ = try await sandbox.fetch(policy: policy("fix.patch"))
        let later = try sandbox.status("work/source/src/CMakeLists.txt").st_mtim
        #expect(later.tv_sec == time.tv_sec && later.tv_nsec == time.tv_nsec)
    }

    @Test func `a patch that is not there, or does not apply, is named, and the source stays`() async throws {
        try await sandbox.makeRepository("ceph")
        _ = try await sandbox.fetch()
        await #expect(throws: BuildFailure.self) { try await sandbox.fetch(policy: policy("none.patch")) }
        try sandbox.scratch.write("bad.patch", Self.patch.replacing("ceph", with: "other"))
        let error = await #expect(throws: GitError.self) { try await sandbox.fetch(policy: policy("bad.patch")) }
        #expect(
            error?.description.contains("bad.patch does not apply: src/CMakeLists.txt: the hunk @@ -1 +1 @@") == true
        )
        #expect(try sandbox.source("src/CMakeLists.txt") == "project(ceph)\n")
    }

    @Test func `a fork is where its branch comes from`() async throws {
        try await sandbox.makeRepository("ceph/ceph")
        try await sandbox.scratch.run("cp", "-r", "ceph", "me")
        try await sandbox.git("me/ceph", "checkout", "-q", "-b", "wip")
        try sandbox.scratch.write("me/ceph/wip", "wip")
        try await sandbox.commit("me/ceph")
        let tree = try await sandbox.fetch("ceph/ceph", ref: "me:wip")
        #expect(tree.refName == "me:wip")
        #expect(tree.origin == sandbox.scratch.path.appending("me/ceph").string)
        #expect(try await sandbox.sourceFiles().contains("wip"))
    }

    @Test func `what is missing without a network comes with the command that brings it`() async throws {
        try await sandbox.makeRepository("ceph")
        var offline = SourcePolicy()
        offline.isOffline = true
        let error = await #expect(throws: BuildFailure.self) { try await sandbox.fetch(ref: "v1", policy: offline) }
        let url = sandbox.scratch.path.appending("ceph").string
        #expect(error?.description.contains("nothing was ever fetched from \(url)") == true)
        #expect(error?.hint?.hasSuffix("cephdev source sync --prefetch --git-url \(url) --ref v1") == true)
        let tree = try await sandbox.fetch()
        try await sandbox.scratch.run("mv", "ceph", "away")
        #expect(try await sandbox.fetch(policy: offline) == tree)
    }

    @Test func `a record says what was brought`() async throws {
        try await sandbox.makeRepository("lib")
        try await sandbox.makeRepository("ceph")
        try await sandbox.git("ceph", "submodule", "--quiet", "add", "../lib", "src/lib")
        try await sandbox.commit("ceph")
        try sandbox.scratch.write("fix.patch", Self.patch)
        let tree = try await sandbox.fetch(policy: policy("fix.patch"))
        let record = try #require(try SourceRecord(at: sandbox.folders.sourceRecord))
        #expect(record.kind == .commit)
        #expect(record.commit == tree.commit?.description)
        #expect(record.uncommittedPaths == ["src/CMakeLists.txt"])
        #expect(record.submodules.map(\.path) == ["src/lib"])
        try await sandbox.git("ceph", "checkout", "-q", "--", ".")
        try sandbox.scratch.write("ceph/new", "new")
        _ = try await sandbox.copy()
        #expect(try SourceRecord(at: sandbox.folders.sourceRecord)?.kind == .checkout)
        #expect(try SourceRecord(at: sandbox.folders.sourceRecord)?.uncommittedPaths == ["new"])
    }
}
