// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

/// Checkouts that were killed or cancelled, and those after them.
@Suite(.timeLimit(.minutes(10))) struct CheckoutInterruptionTests {
    @Test func `what a killed checkout left is cleared by the next one`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a"])
            try await sandbox.checkOut(commits[0])
            try await sandbox.git("source", "checkout", "-q", "-b", "other")
            let killed = try await sandbox.commit("source", "half/written", "all of it")
            try await sandbox.git("source", "checkout", "-q", "main")
            let wanted = try await sandbox.commit("source", "b", "b")
            // As a kill in the midst of the checkout of `killed` leaves it.
            try sandbox.write("git/PENDING_CHECKOUTS", "\(killed)\n")
            try sandbox.write("git/index.lock", "")
            try sandbox.write("tree/half/written", "all")
            try sandbox.write("tree/a", "")
            try await sandbox.checkOut(wanted)
            #expect(try await sandbox.files("tree") == ["a", "b"])
            #expect(try sandbox.read("tree/a") == "a\n")
            #expect(!sandbox.exists("git/PENDING_CHECKOUTS"))
        }
    }

    @Test func `a cancelled update is made good by the next one`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a", "b"])
            let update = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await sandbox.checkOut(commits[1])
            }
            await #expect(throws: CancellationError.self) { try await update.value }
            try await sandbox.checkOut(commits[1])
            #expect(try await sandbox.files("tree") == ["a", "b"])
        }
    }

    @Test func `a cancelled update ends after the file it writes, and the next one writes the rest`() async throws {
        try await Sandbox.use { sandbox in
            let names = (10..<30).map { "folder/\($0)" }
            let commit = try #require(try await sandbox.makeRepository("source", files: names).last)
            try await sandbox.checkOut(commit, cancelledAfter: 3)
            #expect(try await sandbox.files("tree") == Array(names.prefix(3)))
            #expect(try sandbox.pending() == [commit])
            #expect(try await sandbox.checkOut(commit) == names.count - 3)
            #expect(try await sandbox.files("tree") == names)
            #expect(try await sandbox.gitStatus() == "")
            #expect(try sandbox.pending() == [])
        }
    }

    /// A kill leaves the index as it was, a cancelled task one that names what it wrote.
    @Test(arguments: [false, true])
    func `however often updates to whatever end early, one is pending and one is to be done`(
        areKilled: Bool
    ) async throws {
        try await Sandbox.use { sandbox in
            let first = try #require(try await sandbox.makeRepository("source", files: ["a", "b", "c"]).last)
            try await sandbox.checkOut(first)
            for name in ["one", "two", "three"] {
                try await sandbox.git("source", "checkout", "-q", "-b", name, "main")
                for file in ["a", "\(name)/x", "\(name)/y/z", "b"] {
                    try await sandbox.commit("source", file, "\(file) of \(name)\n")
                }
                let commit = try await sandbox.git("source", "rev-parse", "HEAD")
                try await sandbox.run("cp", "-p", sandbox.path("git/index").string, sandbox.path("kept").string)
                try await sandbox.checkOut(commit, cancelledAfter: 3)
                if areKilled {
                    try await sandbox.run("cp", "-p", sandbox.path("kept").string, sandbox.path("git/index").string)
                }
                #expect(try sandbox.pending() == [commit])
            }
            #expect(try await sandbox.checkOut(first) <= 3)
            #expect(try await sandbox.files("tree") == ["a", "b", "c"])
            #expect(try await sandbox.gitStatus() == "")
            #expect(try sandbox.pending() == [])
        }
    }

    /// What `x` is in a commit.
    private static let shapes = [
        "nothing": "rm -rf x", "file": "rm -rf x; echo file >x", "link": "rm -rf x; ln -s top x",
        "folder": "rm -rf x; mkdir -p x/in; echo in >x/in/file; echo other >x/other",
        "other folder": "rm -rf x; mkdir x; echo in >x/in; echo third >x/third",
    ]

    @Test(arguments: shapes.keys.sorted(), shapes.keys.sorted())
    func `whatever a killed update put in the place of something else, the next one replaces`(
        before: String,
        killed: String
    ) async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: ["top"])
            var commits: [String: String] = [:]
            for (name, script) in Self.shapes {
                try await sandbox.run("sh", "-c", "cd \"$0\"; \(script)", sandbox.path("source").string)
                try await sandbox.git("source", "add", "--all")
                commits[name] = try await sandbox.commitIndex("source", name)
            }
            for wanted in Self.shapes.keys.sorted() {
                try await sandbox.checkOut(try #require(commits[before]))
                try await sandbox.run("cp", "-p", sandbox.path("git/index").string, sandbox.path("kept").string)
                try await sandbox.checkOut(try #require(commits[killed]))
                try await sandbox.run("cp", "-p", sandbox.path("kept").string, sandbox.path("git/index").string)
                try sandbox.write("git/PENDING_CHECKOUTS", "\(try #require(commits[killed]))\n")
                let commit = try #require(commits[wanted])
                try await sandbox.checkOut(commit)
                let listed = try await sandbox.git("source", "ls-tree", "-r", "--name-only", commit)
                #expect(try await sandbox.files("tree") == listed.split(separator: "\n").map(String.init))
                #expect(try await sandbox.gitStatus() == "", "\(wanted)")
            }
        }
    }

    @Test func `what an unfinished commit names outside the work tree, or behind a link, stays`() async throws {
        try await Sandbox.use { sandbox in
            let first = try await sandbox.makeRepository("source", files: ["top"])[0]
            try sandbox.write("outside/file", "")
            try sandbox.write("blob", "")
            let script = """
                cd "$0"; b=$(git hash-object -w ../blob)
                f=$(printf '100644 blob %s\\tfile\\n' $b | git mktree)
                o=$(printf '040000 tree %s\\toutside\\n' $f | git mktree)
                git commit-tree -m hostile $(printf '040000 tree %s\\t..\\n040000 tree %s\\tlink\\n' $o $f | git mktree)
                """
            let commit = try await sandbox.run("sh", "-c", script, sandbox.path("source").string)
            try await sandbox.git("source", "update-ref", "refs/heads/hostile", commit)
            try await sandbox.checkOut(first)
            try await sandbox.run("ln", "-s", "../outside", sandbox.path("tree/link").string)
            try sandbox.write("git/PENDING_CHECKOUTS", "\(commit)\n")
            try await sandbox.mirror("source").fetch()
            try await sandbox.checkOut(first)
            #expect(try await sandbox.files("outside") == ["file"])
            #expect(try sandbox.pending() == [])
        }
    }
}
