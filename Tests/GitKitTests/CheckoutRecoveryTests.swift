// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

/// States from which an update has to find back, and settings that must not matter.
@Suite(.timeLimit(.minutes(10))) struct CheckoutRecoveryTests {
    @Test func `a name that the file system does not take keeps no other commit away`() async throws {
        try await Sandbox.use { sandbox in
            let first = try await sandbox.makeRepository("source", files: ["a"])[0]
            let script = """
                cd "$0"; b=$(git rev-parse HEAD:a); n=$(printf '%0300d' 0)
                git commit-tree -p HEAD -m long $(printf '100644 blob %s\\t%s\\n' $b $n | git mktree)
                """
            let long = try await sandbox.run("sh", "-c", script, sandbox.path("source").string)
            try await sandbox.checkOut(first)
            let error = await #expect(throws: GitError.self) { try await sandbox.checkOut(long) }
            #expect("\(try #require(error))".contains("File name too long"))
            #expect(try await sandbox.checkOut(first) == 1)
            #expect(try await sandbox.gitStatus() == "")
        }
    }

    @Test(arguments: ["rm HEAD", "rm HEAD; touch config.lock HEAD.lock", "rm -r objects HEAD"])
    func `a git directory that is not whole is made anew`(damage: String) async throws {
        try await Sandbox.use { sandbox in
            let commit = try await sandbox.makeNested()
            try await sandbox.sync(commit)
            for folder in ["root.git", "submodules/lib%2Fmid"] {
                let script = "cd \"$0\" && \(damage)"
                try await sandbox.run("sh", "-e", "-c", script, sandbox.path("git/\(folder)").string)
            }
            let checkout = Checkout(workTree: sandbox.path("tree"), gitDirectory: sandbox.path("git/root.git"))
            #expect(try checkout.head() == nil)
            #expect(try checkout.editedPaths() == [])
            try await sandbox.sync(commit)
            #expect(sandbox.exists("tree/lib/mid/leaf/leaf"))
            #expect(try checkout.head()?.description == commit)
        }
    }

    @Test(arguments: ["echo file >lib", "ln -s top lib", "mkdir lib; echo file >lib/file"])
    func `what was no submodule becomes one`(before: String) async throws {
        try await Sandbox.use { sandbox in
            let target = try await sandbox.makeRepository("other", files: ["fresh"])
            try await sandbox.makeRepository("top", files: ["top"])
            try await sandbox.run("sh", "-c", "cd \"$0\"; \(before)", sandbox.path("top").string)
            try await sandbox.git("top", "add", "--all")
            try await sandbox.sync(sandbox.commitIndex("top"))
            try await sandbox.git("top", "rm", "-q", "-r", "--cached", "lib")
            try await sandbox.run("rm", "-r", sandbox.path("top/lib").string)
            try await sandbox.sync(sandbox.commitSubmodules("top", [("lib", "../other", target[0])]))
            #expect(try await sandbox.files("tree") == [".gitmodules", "lib/fresh", "top"])
        }
    }

    @Test func `a submodule with names that are no text leaves`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("other", files: ["fresh"])
            let script = #"cd "$0"; mkdir "$(printf 'd\351')"; echo a >"$(printf 'd\351/f\377')""#
            try await sandbox.run("sh", "-e", "-c", script, sandbox.path("other").string)
            try await sandbox.git("other", "add", "--all")
            let target = try await sandbox.commitIndex("other")
            let plain = try await sandbox.makeRepository("top", files: ["top"])[0]
            try await sandbox.sync(sandbox.commitSubmodules("top", [("lib", "../other", target)]))
            #expect(try await sandbox.files("tree/lib").count == 2)
            try await sandbox.sync(plain)
            #expect(try await sandbox.files("tree") == ["top"])
        }
    }

    @Test func `capitals count, whatever the configuration says`() async throws {
        try await Sandbox.use { sandbox in
            let names = ["B", "Makefile", "a", "b", "makefile"]
            let commit = try #require(try await sandbox.makeRepository("source", files: names).last)
            try await sandbox.checkOut(commit)
            try await sandbox.run(
                "git",
                "config",
                "--file",
                sandbox.path("git/config").string,
                "core.ignorecase",
                "true"
            )
            for name in names {
                try sandbox.write("tree/\(name)", "edited")
                #expect(try await sandbox.checkOut(commit) == 1)
                #expect(try sandbox.read("tree/\(name)") == "\(name)\n")
            }
            #expect(try await sandbox.files("tree") == names)
        }
    }

    @Test func `modes that git no longer writes are those that it does`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: ["a"])
            let script = """
                cd "$0"; b=$(git rev-parse HEAD:a); o=$(echo $1 | git hash-object -w --stdin)
                git commit-tree -p HEAD -m old $(printf '100664 blob %s\\ta\\n100644 blob %s\\tb\\n' $b $o |
                    git mktree)
                """
            let source = sandbox.path("source").string
            let first = try await sandbox.run("sh", "-c", script, source, "one")
            let second = try await sandbox.run("sh", "-c", script, source, "two")
            #expect(try await sandbox.checkOut(first) == 2)
            let time = sandbox.changeTime("tree/a")
            #expect(try await sandbox.checkOut(second) == 1)
            #expect(sandbox.changeTime("tree/a") == time)
        }
    }

    @Test func `what was left of a commit of another repository is found`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a"])
            try await sandbox.checkOut(commits[0])
            try await sandbox.run("cp", "-p", sandbox.path("git/index").string, sandbox.path("kept").string)
            try await sandbox.run("cp", "-a", sandbox.path("source").string, sandbox.path("fork").string)
            let forked = try CommitID(parsing: await sandbox.commit("fork", "folder/b", "b"))
            let mirror = try await Mirror.open(at: sandbox.path("other mirror"), url: sandbox.url("fork"))
            let checkout = Checkout(workTree: sandbox.path("tree"), gitDirectory: sandbox.path("git"))
            try await checkout.update(to: forked, from: mirror)
            // As a kill leaves it.
            try await sandbox.run("cp", "-p", sandbox.path("kept").string, sandbox.path("git/index").string)
            try sandbox.write("git/PENDING_CHECKOUTS", "\(forked)\n")
            try await sandbox.checkOut(commits[0])
            #expect(try await sandbox.files("tree") == ["a"])
        }
    }
}
