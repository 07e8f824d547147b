// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

@Suite struct CheckoutTests {
    @Test func `a checkout holds the files and no git entry`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a", "folder/b"])
            let written = try await sandbox.checkOut(commits[1])
            #expect(written == 2)
            #expect(try await sandbox.files("tree") == ["a", "folder/b"])
            #expect(try await sandbox.gitStatus() == "")
        }
    }

    @Test func `modes and links are those of the commit`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: ["a"])
            try await sandbox.run("chmod", "755", sandbox.path("source/a").string)
            try await sandbox.run("ln", "-s", "a", sandbox.path("source/link").string)
            try await sandbox.git("source", "add", "-A")
            try await sandbox.checkOut(sandbox.commit("source", "b", "b"))
            let listed = try await sandbox.run(
                "find",
                sandbox.path("tree").string,
                "-name",
                "[a-z]*",
                "-not",
                "-type",
                "d",
                "-printf",
                "%f %y %M\\n"
            )
            let kinds = ["a f -rwxr-xr-x", "b f -rw-r--r--", "link l lrwxrwxrwx"]
            #expect(listed.split(separator: "\n").map(String.init).sorted() == kinds)
            #expect(try await sandbox.gitStatus() == "")
        }
    }

    @Test func `unchanged files keep their times, changed ones are written, removed ones vanish`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["kept", "changed", "gone/file"])
            try await sandbox.checkOut(commits[2])
            try await sandbox.git("source", "rm", "-q", "gone/file")
            let next = try await sandbox.commit("source", "changed", "differently\n")
            let (kept, changed) = (sandbox.changeTime("tree/kept"), sandbox.changeTime("tree/changed"))
            #expect(try await sandbox.checkOut(next) == 1)
            #expect(sandbox.changeTime("tree/kept") == kept)
            #expect(sandbox.changeTime("tree/changed") != changed)
            #expect(try sandbox.read("tree/changed") == "differently\n")
            #expect(!sandbox.exists("tree/gone"))
        }
    }

    @Test func `the same commit again writes nothing`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a", "b"])
            try await sandbox.checkOut(commits[1])
            let before = sandbox.changeTime("tree/a")
            #expect(try await sandbox.checkOut(commits[1]) == 0)
            #expect(sandbox.changeTime("tree/a") == before)
        }
    }

    @Test func `unknown files stay and edited ones are restored`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a", "b", "c"])
            try await sandbox.checkOut(commits[1])
            try sandbox.write("tree/mine", "mine")
            try sandbox.write("tree/a", "edited")
            sandbox.remove("tree/b")
            #expect(try await sandbox.checkOut(commits[2]) == 3)
            #expect(try sandbox.read("tree/mine") == "mine")
            #expect(try await sandbox.gitStatus() == "?? mine")
        }
    }

    @Test func `a file may become a folder and a folder a file, even when somebody removed them before`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a", "b/c", "x", "y/z"])
            try await sandbox.checkOut(commits[3])
            try await sandbox.git("source", "rm", "-q", "-r", "a", "b", "x", "y")
            for file in ["a/in", "b", "x/in"] { try await sandbox.commit("source", file, "") }
            sandbox.remove("tree/a")
            sandbox.remove("tree/b/c")
            try await sandbox.checkOut(sandbox.commit("source", "y", ""))
            #expect(try await sandbox.files("tree") == ["a/in", "b", "x/in", "y"])
        }
    }

    @Test func `line ends are left as they were committed`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: [])
            try await sandbox.commit("source", ".gitattributes", "*.txt text eol=crlf\n")
            try await sandbox.checkOut(sandbox.commit("source", "a.txt", "one\ntwo\n"))
            #expect(try sandbox.read("tree/a.txt") == "one\ntwo\n")
        }
    }

    @Test func `the head is the commit of the last update`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a"])
            let checkout = Checkout(workTree: sandbox.path("tree"), gitDirectory: sandbox.path("git"))
            #expect(try checkout.head() == nil)
            try await sandbox.checkOut(commits[0])
            #expect(try checkout.head()?.description == commits[0])
        }
    }

    @Test func `a work tree that is a repository of its own is refused`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["a"])
            try await sandbox.makeRepository("tree")
            await #expect(throws: GitError.self) { try await sandbox.checkOut(commits[0]) }
            #expect(try await sandbox.git("tree", "status", "--porcelain") == "")
        }
    }
}
