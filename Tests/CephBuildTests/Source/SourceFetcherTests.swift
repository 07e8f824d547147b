// SPDX-License-Identifier: Apache-2.0

import CephBuild
import GitKit
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium)) struct SourceFetcherTests {
    private let sandbox: SourceSandbox

    init() throws { sandbox = try SourceSandbox() }

    @Test func `a repository comes with its submodules, and no git folder anywhere`() async throws {
        try await sandbox.makeRepository("lib")
        try await sandbox.makeRepository("ceph")
        try await sandbox.git("ceph", "submodule", "--quiet", "add", "../lib", "src/lib")
        try await sandbox.commit("ceph")
        _ = try await sandbox.fetch()
        #expect(
            try await sandbox.sourceFiles() == [
                ".gitignore", ".gitmodules", "src/CMakeLists.txt", "src/lib/.gitignore", "src/lib/src/CMakeLists.txt",
            ]
        )
    }

    @Test func `the tree says which commit it is`() async throws {
        try await sandbox.makeRepository("ceph")
        try await sandbox.git("ceph", "tag", "-a", "-m", "first", "v18.2.7")
        let tree = try await sandbox.fetch()
        #expect(try await tree.commit?.description == sandbox.git("ceph", "rev-parse", "HEAD").first)
        #expect(tree.refName == "main")
        #expect(tree.description == "v18.2.7")
        #expect(tree.commitTime == 1_700_000_000)
        #expect(!tree.isDirty)
    }

    @Test(arguments: ["v18.2.7", "feature"])
    func `a tag or a branch can be asked for`(ref: String) async throws {
        try await sandbox.makeRepository("ceph")
        try await sandbox.git("ceph", "tag", "-a", "-m", "first", "v18.2.7")
        try await sandbox.git("ceph", "branch", "feature")
        try sandbox.scratch.write("ceph/later", "")
        try await sandbox.commit("ceph")
        #expect(try await sandbox.fetch(ref: ref).refName == ref)
        #expect(!sandbox.scratch.exists("work/source/later"))
    }

    @Test func `a second fetch writes only what changed`() async throws {
        try await sandbox.makeRepository("ceph")
        try sandbox.scratch.write("ceph/src/a.cc", "1\n")
        try await sandbox.commit("ceph")
        _ = try await sandbox.fetch()
        let before = try sandbox.status("work/source/src/CMakeLists.txt")
        try sandbox.scratch.write("ceph/src/a.cc", "2\n")
        try await sandbox.commit("ceph")
        _ = try await sandbox.fetch()
        let after = try sandbox.status("work/source/src/CMakeLists.txt")
        #expect(try sandbox.source("src/a.cc") == "2\n")
        #expect(after.st_mtim.tv_sec == before.st_mtim.tv_sec && after.st_mtim.tv_nsec == before.st_mtim.tv_nsec)
        #expect(after.st_ino == before.st_ino)
    }

    @Test func `the version stamp and the build's mount point survive a fetch`() async throws {
        try await sandbox.makeRepository("ceph")
        _ = try await sandbox.fetch()
        try sandbox.scratch.write("work/source/src/.git_version", "0000\n1.2.3\n")
        try sandbox.scratch.write("work/source/build/.keep", "")
        _ = try await sandbox.fetch()
        #expect(try sandbox.source("src/.git_version") == "0000\n1.2.3\n")
        #expect(sandbox.scratch.exists("work/source/build/.keep"))
    }

    @Test func `an unknown ref is an error that leaves the workspace usable`() async throws {
        try await sandbox.makeRepository("ceph")
        _ = try await sandbox.fetch()
        let error = await #expect(throws: GitError.self) { try await sandbox.fetch(ref: "mian") }
        guard case .unknownRef("mian", _, let candidates) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(candidates == ["main"])
        #expect(try await sandbox.fetch().refName == "main")
        #expect(try await sandbox.sourceFiles() == [".gitignore", "src/CMakeLists.txt"])
    }

    @Test func `source of the other kind is emptied, and the build folder is not`() async throws {
        try await sandbox.makeRepository("ceph")
        try sandbox.scratch.write("ceph/only-here", "untracked")
        _ = try await sandbox.copy()
        try sandbox.scratch.write("work/build/build.ninja", "rules")
        _ = try await sandbox.fetch()
        #expect(try await sandbox.sourceFiles() == [".gitignore", "src/CMakeLists.txt"])
        #expect(try sandbox.scratch.read("work/build/build.ninja") == "rules")
    }

    @Test func `a copy after a repository after a copy is whole`() async throws {
        try await sandbox.makeRepository("ceph")
        try sandbox.scratch.write("ceph/only-here", "untracked")
        _ = try await sandbox.copy()
        let files = try await sandbox.sourceFiles()
        _ = try await sandbox.fetch()
        _ = try await sandbox.copy()
        #expect(try await sandbox.sourceFiles() == files)
    }

    @Test func `a repository after a copy after a repository is whole`() async throws {
        try await sandbox.makeRepository("ceph")
        _ = try await sandbox.fetch()
        _ = try await sandbox.copy()
        _ = try await sandbox.fetch()
        #expect(try await sandbox.sourceFiles() == [".gitignore", "src/CMakeLists.txt"])
    }
}
