// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

/// How the files of a checkout are written: many at once, and none where none is to be.
@Suite(.timeLimit(.minutes(10))) struct CheckoutWritingTests {
    private static let count = 1500

    /// A repository of many files in many folders, among them links and programs; gives its commit.
    private static func makeMany(_ sandbox: Sandbox) async throws -> String {
        try await sandbox.makeRepository("source", files: [])
        let script = """
            cd "$0"; i=0
            while [ $i -lt \(count) ]; do
                mkdir -p d$((i % 7))/e$((i % 11)); f=d$((i % 7))/e$((i % 11))/f$i
                case $((i % 10)) in 0) ln -s target$i $f;; 1) echo $i >$f; chmod +x $f;; *) echo $i >$f;; esac
                i=$((i + 1))
            done
            """
        try await sandbox.run("sh", "-e", "-c", script, sandbox.path("source").string)
        try await sandbox.git("source", "add", "--all")
        return try await sandbox.commitIndex("source")
    }

    @Test func `thousands of files are what git makes of them, also when the update was cancelled before`() async throws
    {
        try await Sandbox.use { sandbox in
            let commit = try await Self.makeMany(sandbox)
            try await sandbox.checkOut(commit, cancelledAfter: 700)
            let written = try await sandbox.files("tree").count
            #expect(written >= 700 && written < Self.count)
            #expect(try await sandbox.checkOut(commit) == Self.count - written)
            #expect(try await sandbox.gitStatus() == "")
            let difference = try await sandbox.run(
                "diff",
                "-r",
                "--no-dereference",
                "--exclude=.git",
                sandbox.path("source").string,
                sandbox.path("tree").string
            )
            #expect(difference == "")
        }
    }

    @Test func `a file of the commit that cannot be had is named, and the others need not be written again`()
        async throws
    {
        try await Sandbox.use { sandbox in
            let commit = try await Self.makeMany(sandbox)
            let blob = try await sandbox.git("source", "rev-parse", "HEAD:d3/e9/f108")
            _ = try await sandbox.mirror("source")
            let object = "mirror/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
            try await sandbox.run("mv", sandbox.path(object).string, sandbox.path("kept").string)
            let error = await #expect(throws: GitError.self) { try await sandbox.checkOut(commit) }
            #expect("\(try #require(error))".contains("d3/e9/f108"))
            try await sandbox.run("mv", sandbox.path("kept").string, sandbox.path(object).string)
            let written = try await sandbox.files("tree").count
            #expect(try await sandbox.checkOut(commit) == Self.count - written)
            #expect(try await sandbox.gitStatus() == "")
        }
    }

    @Test func `a file that somebody only touched keeps its time`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a", "b"])
            try await sandbox.checkOut(commits[1])
            try await sandbox.run("touch", "-d", "2020-02-02", sandbox.path("tree/a").string)
            let time = sandbox.changeTime("tree/a")
            #expect(try await sandbox.checkOut(commits[1]) == 0)
            #expect(sandbox.changeTime("tree/a") == time)
        }
    }

    @Test func `a second name of a file keeps the old content`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a"])
            try await sandbox.checkOut(commits[0])
            try await sandbox.run("ln", sandbox.path("tree/a").string, sandbox.path("second").string)
            try await sandbox.checkOut(sandbox.commit("source", "a", "new\n"))
            #expect(try sandbox.read("second") == "a\n")
            #expect(try sandbox.read("tree/a") == "new\n")
        }
    }

    @Test func `names are bytes`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: ["plain"])
            let script =
                #"cd "$0"; n=$(printf 'd\377/\tf\376'); mkdir "${n%/*}"; echo a >"$n"; ln -s "$n" "$(printf '\351')""#
            try await sandbox.run("sh", "-e", "-c", script, sandbox.path("source").string)
            try await sandbox.git("source", "add", "--all")
            let first = try await sandbox.commitIndex("source")
            #expect(try await sandbox.checkOut(first) == 3)
            #expect(try await sandbox.gitStatus() == "")
            #expect(try await sandbox.checkOut(first) == 0)
            try await sandbox.git("source", "rm", "-q", "-r", "d*")
            try await sandbox.checkOut(sandbox.commitIndex("source"))
            #expect(try await sandbox.gitStatus() == "")
            #expect(try await sandbox.files("tree").count == 2)
        }
    }

    @Test func `a folder that somebody put in the place of a file goes, with what is in it`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a", "b"])
            try await sandbox.checkOut(commits[1])
            try await sandbox.run("rm", sandbox.path("tree/a").string)
            try sandbox.write("tree/a/in/file", "")
            #expect(try await sandbox.checkOut(commits[1]) == 1)
            #expect(try await sandbox.files("tree") == ["a", "b"])
        }
    }
}
