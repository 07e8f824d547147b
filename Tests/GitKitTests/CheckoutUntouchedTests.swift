// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

/// Updates to the commit that is checked out already.
@Suite struct CheckoutUntouchedTests {
    private static let names = ["a-b/x", "a.b", "a/b-c/d", "a/b/c/d", "a/b/e", "f/g/h/i", "f/ü", "z"]

    /// Checks out a commit with files, a link and a program; its index is older than nothing.
    private static func prepare(_ sandbox: Sandbox) async throws -> String {
        try await sandbox.makeRepository("source", files: names)
        try await sandbox.run("ln", "-s", "b/e", sandbox.path("source/a/link").string)
        try await sandbox.run("chmod", "755", sandbox.path("source/z").string)
        try await sandbox.git("source", "add", "--all")
        let commit = try await sandbox.commitIndex("source")
        try await sandbox.checkOut(commit)
        try await age(sandbox)
        return commit
    }

    /// Files younger than the index are compared by content.
    private static func age(_ sandbox: Sandbox) async throws {
        try await sandbox.run("touch", "-d", "+1 hour", sandbox.path("git/index").string)
    }

    @Test func `when nothing changed, the index too is left alone`() async throws {
        try await Sandbox.use { sandbox in
            let commit = try await Self.prepare(sandbox)
            try sandbox.write("tree/a/mine", "unknown to git")
            let before = sandbox.changeTime("git/index")
            #expect(try await sandbox.checkOut(commit) == 0)
            #expect(sandbox.changeTime("git/index") == before)
            #expect(try await sandbox.gitStatus() == "?? a/mine")
        }
    }

    private static let edits = [
        "another text": "echo other >a/b/e", "another text of one length": "tr a-z b-za <a/b/e >x; cat x >a/b/e; rm x",
        "no file": "rm a/b/c/d", "no folder": "rm -r f/g", "a program": "chmod 755 a.b", "no program": "chmod 644 z",
        "a link": "ln -sf b/c/d a/link", "a file for a link": "rm a/link; printf b/e >a/link",
        "a link for a file": "cp -p a/b/e e; ln -sf ../../e a/b/e; touch -h -r e a/b/e",
        "a folder for a file": "rm a.b; mkdir a.b", "a link for a folder": "cp -a f/g g; rm -r f/g; ln -s ../g f/g",
        "a link for an outer folder": "cp -a f g; rm -r f; ln -s g f",
    ]

    @Test(arguments: edits.keys.sorted())
    func `an edit is undone`(edit: String) async throws {
        try await Sandbox.use { sandbox in
            let commit = try await Self.prepare(sandbox)
            let script = try #require(Self.edits[edit])
            try await sandbox.run("sh", "-e", "-c", "cd \"$0\"; \(script)", sandbox.path("tree").string)
            try await sandbox.checkOut(commit)
            let status = try await sandbox.gitStatus().split(separator: "\n")
            #expect(status.filter { !$0.hasPrefix("??") } == [])
            for name in Self.names { #expect(try sandbox.read("tree/\(name)") == "\(name)\n") }
        }
    }

    @Test(arguments: ["rm git/index", ": >git/index", "head -c 100 git/index >x; mv x git/index"])
    func `without a sound index files are compared by content, or it is said`(damage: String) async throws {
        try await Sandbox.use { sandbox in
            let commit = try await Self.prepare(sandbox)
            try await sandbox.run("sh", "-c", "cd \"$0\"; \(damage)", sandbox.root.string)
            try sandbox.write("tree/z", "edited")
            do {
                try await sandbox.checkOut(commit)
                #expect(try sandbox.read("tree/z") == "z\n")
            } catch let error as GitError {
                #expect("\(error)".contains("index"))
            }
        }
    }
}
