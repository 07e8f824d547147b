// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

@Suite
struct LocalCheckoutFilesTests {
    @Test func `the files of a revision are those that git lists, with their blobs`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("work", files: ["a", "folder [1]/deep/b", "folder [1]/c"])
            try await sandbox.run("ln", "-s", "a", sandbox.path("work/link").string)
            try await sandbox.run("chmod", "+x", sandbox.path("work/a").string)
            try await sandbox.git("work", "add", "-A")
            try await sandbox.commitIndex("work")
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            let files = try checkout.files(at: "HEAD")
            let listed = try await sandbox.git("work", "ls-tree", "-r", "HEAD").split(separator: "\n")
            #expect(files.map { "\($1.blob)\t\($0)" }.sorted() == listed.map { String($0.dropFirst(12)) }.sorted())
            #expect(files["a"]?.kind == .file(isExecutable: true) && files["link"]?.kind == .link(target: "a"))
            #expect(try checkout.files(at: "main~1", below: "folder [1]/").keys.sorted() == ["c", "deep/b"])
            #expect(try checkout.files(at: "main", below: "gone/") == [:])
        }
    }

    @Test func `the files that are there have the blobs that git would make of them`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("work", files: ["sub/kept", "sub/edited", "sub/deleted", "other"])
            try await sandbox.commit("work", ".gitignore", "*.o\n")
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            try sandbox.write("work/sub/edited", "otherwise\n")
            try sandbox.write("work/sub/new", "new\n")
            try sandbox.write("work/sub/ignored.o", "")
            sandbox.remove("work/sub/deleted")
            try await sandbox.run("ln", "-s", "kept", sandbox.path("work/sub/link").string)
            let files = try checkout.presentFiles(below: "sub/")
            #expect(files.keys.sorted() == ["edited", "kept", "link", "new"])
            for name in ["edited", "kept", "new"] {
                #expect(try await sandbox.git("work", "hash-object", "sub/" + name) == files[name]?.blob)
            }
            try await sandbox.git("work", "add", "-A")
            #expect(try await sandbox.git("work", "rev-parse", ":sub/link") == files["link"]?.blob)
            #expect(try checkout.presentFiles(below: "sub/") == files)
        }
    }

    @Test func `an unknown revision names similar ones`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("work")
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            let path = checkout.path.string
            #expect(throws: GitError.unknownRef(ref: "maim", url: path, candidates: ["main"])) {
                try checkout.files(at: "maim")
            }
        }
    }

    @Test func `a checkout is found from its folders, and knows where they are`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("work", files: ["a/b/c"])
            let inner = sandbox.path("work").appending("a").appending("b")
            let checkout = try #require(try LocalCheckout(around: inner))
            #expect(checkout.prefix(of: inner) == "a/b/" && checkout.prefix(of: sandbox.path("work")).isEmpty)
            #expect(try LocalCheckout(around: sandbox.root) == nil)
        }
    }

    @Test func `a remote's URL is told without its secrets`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("work")
            let checkout = try LocalCheckout(at: sandbox.path("work"))
            #expect(try checkout.remoteURL() == nil)
            try await sandbox.git("work", "remote", "add", "origin", "https://me:token@host/x.git")
            #expect(try checkout.remoteURL() == "https://me:***@host/x.git")
        }
    }
}
