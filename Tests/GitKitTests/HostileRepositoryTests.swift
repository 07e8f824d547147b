// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

/// Repositories that want to run something here, or to write where they should not.
@Suite(.timeLimit(.minutes(10))) struct HostileRepositoryTests {
    /// A program that leaves a mark, set wherever git knows how to run one.
    private static func arm(_ name: String, in sandbox: Sandbox) async throws {
        let trap = sandbox.path("trap").string
        try sandbox.write("trap", "#!/bin/sh\ntouch \(sandbox.path("sprung"))\ncat\n")
        try await sandbox.run("chmod", "755", trap)
        let settings = [
            "core.fsmonitor", "core.hooksPath", "core.sshCommand", "core.editor", "core.pager", "core.gitProxy",
            "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv",
            "diff.evil.command", "merge.evil.driver", "uploadpack.packObjectsHook", "credential.helper",
        ]
        for setting in settings { try await sandbox.git(name, "config", setting, trap) }
        let folder = try await sandbox.git(name, "rev-parse", "--absolute-git-dir")
        for hook in ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "post-merge"] {
            try await sandbox.run("cp", trap, "\(folder)/hooks/\(hook)")
        }
    }

    private static func makeHostile(_ name: String, in sandbox: Sandbox) async throws -> CommitID {
        try await sandbox.makeRepository(name, files: ["one"])
        try await sandbox.commit(name, ".gitattributes", "* filter=evil diff=evil merge=evil\n")
        let commit = try await sandbox.commit(name, "two", "two\n")
        try await arm(name, in: sandbox)
        return try CommitID(parsing: commit)
    }

    @Test func `nothing of a repository is run when it is mirrored, fetched, patched and checked out`() async throws {
        try await Sandbox.use { sandbox in
            let commit = try await Self.makeHostile("source", in: sandbox)
            let url = try sandbox.url("source")
            _ = try await sandbox.mirrors().bring(.name("main"), of: url)
            try await sandbox.git("source", "update-ref", "refs/heads/more", commit.description)
            sandbox.remove("sprung")  // git's own command may have run the traps
            _ = try await sandbox.mirrors().bring(.name("main"), of: url)
            let patch = "--- a/two\n+++ b/two\n@@ -1 +1 @@\n-two\n+2\n"
            let file = try PatchFile(parsing: Array(patch.utf8), name: "p")
            try await sandbox.checkout().sync(url, commit, patches: [file])
            #expect(try sandbox.read("tree/two") == "2\n")
            #expect(!sandbox.exists("sprung"))
        }
    }

    @Test func `nothing of a checkout is run when it is looked at`() async throws {
        try await Sandbox.use { sandbox in
            _ = try await Self.makeHostile("source", in: sandbox)
            try sandbox.write("source/one", "changed")
            try sandbox.write("source/new", "new")
            let local = try LocalCheckout(at: sandbox.path("source"))
            #expect(try local.state().dirtyPaths == ["new", "one"])
            _ = try local.presentFiles()
            _ = try (local.head(), local.describe(), local.branch())
            #expect(!sandbox.exists("sprung"))
        }
    }

    @Test func `a link that becomes a folder is not written through`() async throws {
        try await Sandbox.use { sandbox in
            try sandbox.write("outside/keep", "")
            try await sandbox.makeRepository("source", files: ["top"])
            try await sandbox.run("ln", "-s", "../outside", sandbox.path("source/lib").string)
            try await sandbox.git("source", "add", "lib")
            let linked = try await sandbox.commitIndex("source")
            try await sandbox.git("source", "rm", "-q", "lib")
            let folder = try await sandbox.commit("source", "lib/file", "file")
            let url = try sandbox.url("source")
            for commit in [linked, folder, linked, folder] {
                try await sandbox.checkout().sync(url, CommitID(parsing: commit))
            }
            #expect(try await sandbox.files("outside") == ["keep"])
            #expect(try sandbox.read("tree/lib/file") == "file")
        }
    }

    @Test func `a folder that somebody replaced by a link is not written through`() async throws {
        try await Sandbox.use { sandbox in
            try sandbox.write("outside/keep", "")
            try await sandbox.makeRepository("source", files: ["lib/a/file"])
            let url = try sandbox.url("source")
            let first = try await sandbox.git("source", "rev-parse", "HEAD")
            try await sandbox.checkout().sync(url, CommitID(parsing: first))
            try await sandbox.run("rm", "-rf", sandbox.path("tree/lib").string)
            try await sandbox.run("ln", "-s", "../outside", sandbox.path("tree/lib").string)
            let second = try await sandbox.commit("source", "lib/a/other", "other")
            // Refusing is as good as replacing the link.
            _ = try? await sandbox.checkout().sync(url, CommitID(parsing: second))
            #expect(try await sandbox.files("outside") == ["keep"])
        }
    }

    @Test func `a patch does not write through a link that somebody made`() async throws {
        try await Sandbox.use { sandbox in
            try sandbox.write("outside/keep", "")
            let commit = try await sandbox.makeRepository("source", files: ["lib/file"])[0]
            try await sandbox.patch(commit, [])
            try await sandbox.run("rm", "-rf", sandbox.path("tree/lib").string)
            try await sandbox.run("ln", "-s", "../outside", sandbox.path("tree/lib").string)
            _ = try? await sandbox.patch(commit, ["--- a/lib/file\n+++ b/lib/file\n@@ -1 +1 @@\n-lib/file\n+evil\n"])
            #expect(try await sandbox.files("outside") == ["keep"])
        }
    }

    @Test(arguments: ["git~1", "GIT~1", ".git ", ".git.", ".git::$INDEX_ALLOCATION", ".g\u{200C}it", ".Git"])
    func `a submodule in a git directory in disguise is refused`(name: String) async throws {
        try await Sandbox.use { sandbox in
            let target = try await sandbox.makeRepository("source", files: ["top"])[0]
            try sandbox.write("entries", "160000 commit \(target)\t\(name)\n")
            let script = "cd \"$0\" && git commit-tree -m hostile $(git mktree --missing <../entries)"
            let commit = try await sandbox.run("sh", "-c", script, sandbox.path("source").string)
            try await sandbox.git("source", "update-ref", "refs/heads/hostile", commit)
            let error = await #expect(throws: GitError.self) {
                try await sandbox.checkout().sync(sandbox.url("source"), CommitID(parsing: commit))
            }
            guard case .unsafePath = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(!sandbox.exists("tree"))
        }
    }
}
