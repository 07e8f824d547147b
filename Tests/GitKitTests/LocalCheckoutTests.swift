// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

@Suite struct LocalCheckoutTests {
    @Test func `the head, the branch and the description are git's own`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("work")
            let head = try await sandbox.commit("work", "after", "after")
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            #expect(try checkout.head()?.description == head)
            #expect(try checkout.branch() == "main")
            #expect(try await checkout.describe() == sandbox.git("work", "describe", "--abbrev=10"))
            #expect(try checkout.commitTime() == 1_700_000_000)
        }
    }

    @Test func `a detached checkout has no branch, and a new one no commit`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("work", files: [])
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            #expect(try checkout.head() == nil)
            #expect(try checkout.describe() == nil)
            try await sandbox.commit("work", "a", "a")
            try await sandbox.git("work", "checkout", "-q", "--detach")
            #expect(try checkout.branch() == nil)
        }
    }

    @Test func `files and dirty paths are those that git lists`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeDirty("work")
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            #expect(try checkout.state().files == [".gitignore", "added", "changed", "kept", "new/file"])
            #expect(try checkout.state().dirtyPaths == ["added", "changed", "deleted", "new/file"])
            let listed = try await sandbox.git("work", "ls-files", "-c", "-o", "--exclude-standard").split(
                separator: "\n"
            )
            let deleted = try await sandbox.git("work", "ls-files", "-d").split(separator: "\n")
            #expect(try checkout.state().files == Set(listed).subtracting(deleted).map(String.init).sorted())
        }
    }

    @Test func `a checkout is not written to`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeDirty("work")
            let before = try await sandbox.run("find", sandbox.path("work").string, "-printf", "%P %T@ %C@\\n")
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            _ = try (checkout.state(), checkout.describe())
            #expect(try await sandbox.run("find", sandbox.path("work").string, "-printf", "%P %T@ %C@\\n") == before)
        }
    }

    @Test func `a worktree, where git is a file, is a checkout`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("main", files: ["a"])
            try await sandbox.git("main", "worktree", "add", "-q", "-b", "side", sandbox.path("side").string)
            try sandbox.write("side/b", "b")
            let checkout = try LocalCheckout(at: sandbox.path("side"))
            #expect(try checkout.branch() == "side")
            #expect(try checkout.state().files == ["a", "b"])
            #expect(try checkout.state().dirtyPaths == ["b"])
        }
    }

    @Test func `the files of submodules belong to it`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("lib", files: ["in"])
            try await sandbox.makeRepository("work", files: ["out"])
            try await sandbox.git("work", "submodule", "--quiet", "add", sandbox.path("lib").string, "lib")
            try await sandbox.commitIndex("work")
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            #expect(try checkout.state().files == [".gitmodules", "lib/in", "out"])
            #expect(try checkout.state().dirtyPaths == [])
            try sandbox.write("work/lib/new", "")
            #expect(try checkout.state().dirtyPaths == ["lib/new"])
            try await sandbox.commit("work/lib", "more", "")
            #expect(try checkout.state().dirtyPaths == ["lib", "lib/new"])
        }
    }

    @Test func `what is no checkout is refused`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("work", files: ["folder/a"])
            #expect(throws: GitError.self) { try LocalCheckout(at: sandbox.path("work/folder")) }
            #expect(throws: GitError.self) { try LocalCheckout(at: sandbox.path("missing")) }
        }
    }
}

extension Sandbox {
    /// A checkout with a file of each kind.
    fileprivate func makeDirty(_ name: String) async throws {
        try await makeRepository(name, files: ["kept", "changed", "deleted"])
        try await commit(name, ".gitignore", "*.o\n")
        try write("\(name)/changed", "otherwise\n")
        try write("\(name)/added", "added")
        try await git(name, "add", "added")
        try write("\(name)/new/file", "new")
        try write("\(name)/ignored.o", "ignored")
        remove("\(name)/deleted")
    }
}
