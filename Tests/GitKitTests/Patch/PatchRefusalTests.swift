// SPDX-License-Identifier: Apache-2.0

import GitKit
import Testing

/// Patches that somebody else wrote, and that mean harm or are broken.
@Suite(.timeLimit(.minutes(10))) struct PatchRefusalTests {
    private static func new(_ path: String, mode: String = "100644", content: String = "x") -> String {
        """
        diff --git a/\(path) b/\(path)
        new file mode \(mode)
        --- /dev/null
        +++ b/\(path)
        @@ -0,0 +1 @@
        +\(content)
        \\ No newline at end of file

        """
    }

    @Test(arguments: [
        "../evil", "a/../../evil", "/etc/evil", ".git/hooks/post-checkout", "sub/.GIT/config", "git~1/config",
        ".git /config", ".git./config", ".git::$INDEX_ALLOCATION/config", "a//b", "./x", ".g\u{200C}it/config",
    ])
    func `a path outside of the tree or in a git directory is refused`(path: String) async throws {
        try await Self.refuses(Self.new(path))
    }

    @Test(arguments: ["/etc/passwd", "../outside", "folder/../../outside", ""])
    func `a link that leaves the tree is refused`(target: String) async throws {
        try await Self.refuses(Self.new("evil", mode: "120000", content: target))
    }

    @Test func `a link that stays in the tree is made, and not written through`() async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            let link = Self.new("folder/link", mode: "120000", content: "../lines")
            let outcome = try await sandbox.patch(base, [link])
            #expect(outcome.patchedPaths == ["folder/link"])
        }
        try await Self.refuses(
            Self.new("link", mode: "120000", content: "folder") + Self.new("link/through"),
            because: "link/through: it lies behind the symbolic link link"
        )
    }

    @Test(arguments: [
        (new("lines"), "lines: it is there already"), (new("lines/x"), "lines/x: lines is a file"),
        ("--- a/none\n+++ b/none\n@@ -1 +1 @@\n-a\n+b\n", "none: there is no such file"),
        ("--- none\n+++ none\n@@ -1 +1 @@\n-a\n+b\n", "the path 'none' has no folder before it, as in 'a/none'"),
        ("Subject: [PATCH 0/3] cover\n\n a | 2 +-\n", "there is no diff in it"), ("", "there is no diff in it"),
        (
            "diff --git a/lines b/lines\n--- a/lines\n+++ b/lines\n@@ -1,3 +1,3 @@\n line 1\n",
            "it ends within the hunk @@ -1,3 +1,3 @@"
        ),
        (
            "--- a/lines\n+++ b/lines\n@@ -1,2 +1,2 @@\n line 1\nline 2\n",
            "line 5 does not belong into the hunk @@ -1,2 +1,2 @@"
        ),
        (
            "diff --git a/b b/b\nindex 1..2\nBinary files a/b and b/b differ\n",
            "it lacks the content of b: make it with 'git diff --binary'"
        ),
        ("diff --cc lines\n", "it holds the diff of a merge with both its parents, which cannot be applied"),
        (
            "Content-Transfer-Encoding: base64\n\n",
            "the mail is encoded: save what 'git format-patch' or 'git mailinfo' writes"
        ),
        ("diff --git a/x b/x\nnew file mode 100666\n", "line 2: '100666' is no mode that git knows"),
        (
            "diff --git a/lines b/lines\ndeleted file mode 100644\n",
            "lines: the patch removes it, and lines would be left over"
        ),
    ])
    func `what cannot be applied is said`(patch: String, reason: String) async throws {
        try await Self.refuses(patch, because: reason)
    }

    @Test func `a file in a submodule is out of reach`() async throws {
        try await Sandbox.use { sandbox in
            let lib = try await sandbox.makeRepository("lib", files: ["one"])[0]
            try await sandbox.makeRepository("source", files: ["top"])
            let base = try await sandbox.commitSubmodules("source", [("lib", "../lib", lib)])
            let reason = "lib/two: it lies in the submodule lib, which a patch does not reach"
            await #expect(throws: GitError.patch(name: "1.patch", reason: reason)) {
                try await sandbox.patch(base, [Self.new("lib/two")])
            }
        }
    }

    private static func refuses(_ patch: String, because reason: String? = nil) async throws {
        try await Sandbox.use { sandbox in
            let base = try await sandbox.makeLibrary()
            let error = await #expect(throws: GitError.self) { try await sandbox.patch(base, [patch]) }
            guard case .patch("1.patch", let told) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            if let reason { #expect(told == reason) }
            #expect(!sandbox.exists("tree"))
            #expect(!sandbox.exists("evil"))
        }
    }
}
