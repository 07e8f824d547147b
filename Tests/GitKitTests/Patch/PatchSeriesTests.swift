// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

/// Patches on a checkout, with git's own command as the judge.
@Suite(.timeLimit(.minutes(10))) struct PatchSeriesTests {
    @Test func `a series of mails gives the tree that git-am gives`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            try await sandbox.commit("source", "lines", sandbox.lines(changing: [3: "three", 57: "late"]))
            try await sandbox.run("chmod", "755", sandbox.path("source/lines").string)
            try await sandbox.commit("source", "folder/new file", "new\nwithout end")
            try await sandbox.git("source", "mv", "script", "tools")
            try await sandbox.git("source", "rm", "-q", "other")
            try await sandbox.run("ln", "-s", "../lines", sandbox.path("source/folder/link").string)
            try await sandbox.git("source", "add", "--all")
            try await sandbox.commitIndex("source", "- move, remove\n\ndiff --git is a word of git's\n---\n")
            try await sandbox.git("source", "format-patch", "-q", "-o", sandbox.path("mails").string, base)
            let names = try await sandbox.files("mails")
            let outcome = try await sandbox.patch(base, try names.map { try sandbox.read("mails/\($0)") })
            try await sandbox.git("source", "checkout", "-q", "main")
            #expect(try await sandbox.listing("tree") == sandbox.listing("source"))
            #expect(outcome.patchedPaths == ["folder/link", "folder/new file", "lines", "other", "script", "tools"])
        }
    }

    @Test func `one mailbox holds a whole series`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            for text in ["one", "two"] {
                try await sandbox.commit("source", "lines", sandbox.lines(changing: [9: text]))
            }
            let mails = try await sandbox.git("source", "format-patch", "--stdout", base) + "\n"
            try await sandbox.patch(base, [mails])
            #expect(try sandbox.read("tree/lines") == sandbox.lines(changing: [9: "two"]))
        }
    }

    @Test func `a binary file and names that must be quoted are patched as git does`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            try sandbox.write("source/b\u{1}nary", "x\0y\0z")
            try await sandbox.run(
                "mv",
                sandbox.path("source/b\u{1}nary").string,
                sandbox.path("source/bïnary\"").string
            )
            try await sandbox.git("source", "add", "--all")
            try await sandbox.commitIndex("source")
            try await sandbox.commit("source", "blob", "x\0y\0w")
            try await sandbox.git("source", "rm", "-q", "script")
            try await sandbox.commitIndex("source")
            let patch = try await sandbox.git("source", "diff", "--binary", base, "HEAD") + "\n"
            try await sandbox.patch(base, [patch])
            #expect(try await sandbox.listing("tree") == sandbox.listing("source"))
        }
    }

    @Test func `a plain diff keeps modes, makes files and removes them`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            try await sandbox.run("cp", "-a", sandbox.path("source").string, sandbox.path("source.orig").string)
            try sandbox.write("source/script", "#!/bin/sh\nexit 1\n")
            try sandbox.write("source/fresh", "fresh\n")
            sandbox.remove("source/other")
            let patch = try await sandbox.run(
                "sh",
                "-c",
                "cd \"$0\" && diff -ruN -x .git source.orig source; [ $? = 1 ]",
                sandbox.root.string
            )
            try await sandbox.patch(base, [patch + "\n"])
            #expect(try await sandbox.listing("tree") == sandbox.listing("source"))
        }
    }

    @Test func `a hunk is found where lines before it came or went`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            try await sandbox.commit("source", "lines", sandbox.lines(changing: [40: "forty"]))
            let patch = try await sandbox.git("source", "diff", base, "HEAD") + "\n"
            let moved = "a\nb\nc\n" + sandbox.lines(changing: [:])
            let other = try await sandbox.commit("source", "lines", moved)
            try await sandbox.patch(other, [patch])
            #expect(try sandbox.read("tree/lines") == "a\nb\nc\n" + sandbox.lines(changing: [40: "forty"]))
        }
    }

    @Test func `a series is applied whole or not at all, and the culprit is named`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            try await sandbox.checkout().sync(sandbox.url("source"), CommitID(parsing: base))
            try await sandbox.commit("source", "lines", sandbox.lines(changing: [9: "nine"]))
            let good = try await sandbox.git("source", "diff", base, "HEAD") + "\n"
            let error = await #expect(throws: GitError.self) { try await sandbox.patch(base, [good, good]) }
            guard case .patch("2.patch", let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason == "lines: the hunk @@ -6,7 +6,7 @@ fits nowhere")
            #expect(try sandbox.read("tree/lines") == sandbox.lines(changing: [:]))
        }
    }

    @Test func `the same patch again writes nothing, and without it the files are restored`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            try await sandbox.commit("source", "lines", sandbox.lines(changing: [9: "nine"]))
            let patch = try await sandbox.git("source", "diff", base, "HEAD") + "\n"
            let first = try await sandbox.patch(base, [patch])
            let time = sandbox.changeTime("tree/lines")
            let second = try await sandbox.patch(base, [patch])
            #expect(second.commit == first.commit)
            #expect(second.writtenFiles == 0)
            #expect(sandbox.changeTime("tree/lines") == time)
            let third = try await sandbox.patch(base, [])
            #expect(third.writtenFiles == 1)
            #expect(third.patchedPaths == [])
            #expect(try sandbox.read("tree/lines") == sandbox.lines(changing: [:]))
        }
    }

    @Test func `nothing of a patch goes into the mirror`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            try await sandbox.checkout().sync(sandbox.url("source"), CommitID(parsing: base))
            let before = try await sandbox.files("mirrors")
            try await sandbox.commit("source", "lines", sandbox.lines(changing: [9: "nine"]))
            let patch = try await sandbox.git("source", "diff", base, "HEAD") + "\n"
            try await sandbox.patch(base, [patch])
            #expect(try await sandbox.files("mirrors") == before)
        }
    }

    @Test func `patches that take each other back leave the commit itself`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            try await sandbox.commit("source", "lines", sandbox.lines(changing: [9: "nine"]))
            let forth = try await sandbox.git("source", "diff", base, "HEAD") + "\n"
            let back = try await sandbox.git("source", "diff", "HEAD", base) + "\n"
            let outcome = try await sandbox.patch(base, [forth, back])
            #expect(outcome.commit.description == base)
            #expect(outcome.patchedPaths == [])
        }
    }

    @Test func `a patch may move a submodule to another commit`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("lib", files: ["one", "two"])
            try await sandbox.makeRepository("source", files: ["top"])
            let base = try await sandbox.commitSubmodules("source", [("lib", "../lib", commits[0])])
            try await sandbox.commitSubmodules("source", [("lib", "../lib", commits[1])])
            let patch = try await sandbox.git("source", "diff", base, "HEAD") + "\n"
            let outcome = try await sandbox.patch(base, [patch])
            #expect(outcome.submodules.map(\.commit.description) == [commits[1]])
            #expect(try await sandbox.files("tree") == [".gitmodules", "lib/one", "lib/two", "top"])
        }
    }
}

extension Sandbox {
    /// A file of sixty lines, a script, and another.
    func makeLibrary() async throws -> String {
        try await makeRepository("source", files: [])
        try write("source/script", "#!/bin/sh\nexit 0\n")
        try await run("chmod", "755", path("source/script").string)
        try await commit("source", "other", "other\n")
        try await git("source", "add", "script")
        return try await commit("source", "lines", lines(changing: [:]))
    }

    func lines(changing changes: [Int: String]) -> String {
        (1...60).map { "\(changes[$0] ?? "line \($0)")\n" }.joined()
    }

    @discardableResult
    func patch(_ commit: String, _ texts: [String]) async throws -> SourceCheckout.Outcome {
        let patches = try texts.enumerated().map { index, text in
            try PatchFile(parsing: Array(text.utf8), name: "\(index + 1).patch")
        }
        return try await checkout().sync(url("source"), CommitID(parsing: commit), patches: patches)
    }

    /// Kind, mode, name, target and content of everything but git's own.
    func listing(_ folder: String) async throws -> String {
        let script = """
            cd "$0" && find . -path ./.git -prune -o -type l -printf '%p -> %l\\n' -o -type f -printf '%m %p ' \
            -exec sh -c 'sha256sum <"$0"' {} \\; | LC_ALL=C sort
            """
        return try await run("sh", "-c", script, path(folder).string)
    }
}
