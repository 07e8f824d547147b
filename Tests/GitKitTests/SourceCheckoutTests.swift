// SPDX-License-Identifier: Apache-2.0

import GitKit
import Synchronization
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct SourceCheckoutTests {
    @Test func `submodules within submodules are checked out by relative locations`() async throws {
        try await Sandbox.use { sandbox in
            let commit = try await sandbox.makeNested()
            let submodules = try await sandbox.sync(commit)
            #expect(submodules.map(\.path) == ["lib/mid", "lib/mid/leaf"])
            #expect(submodules.map(\.url.location) == ["mid", "leaf"].map { sandbox.path($0).string })
            #expect(
                try await sandbox.files("tree") == [
                    ".gitmodules", "lib/mid/.gitmodules", "lib/mid/leaf/leaf", "lib/mid/mid", "top",
                ]
            )
        }
    }

    @Test func `submodules come over the network too`() async throws {
        try await Sandbox.use { sandbox in
            let commit = try await sandbox.makeNested()
            try await GitDaemon.serve(sandbox.root) { address in
                let reports = Mutex(Set<String>())
                let note: @Sendable (SourceProgress) -> Void = { progress in
                    guard case .fetching(let url, _) = progress else { return }
                    _ = reports.withLock { $0.insert(url.location) }
                }
                _ = try await SourceCheckout(
                    mirrors: MirrorStore(in: sandbox.path("mirrors"), progress: note),
                    workTree: sandbox.path("tree"),
                    gitFolder: sandbox.path("git")
                ).sync(GitURL(parsing: "\(address)/top"), CommitID(parsing: commit))
                #expect(reports.withLock { $0 } == Set(["top", "mid", "leaf"].map { "\(address)/\($0)" }))
                #expect(sandbox.exists("tree/lib/mid/leaf/leaf"))
            }
        }
    }

    @Test func `a submodule's new commit is fetched, and unchanged files keep their times`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.sync(sandbox.makeNested())
            let before = sandbox.changeTime("tree/lib/mid/leaf/leaf")
            let mid = try await sandbox.commit("mid", "more", "more")
            let top = try await sandbox.commitSubmodules("top", [("lib/mid", "../mid", mid)])
            try await sandbox.sync(top)
            #expect(try sandbox.read("tree/lib/mid/more") == "more")
            #expect(sandbox.changeTime("tree/lib/mid/leaf/leaf") == before)
        }
    }

    @Test func `a submodule that is gone leaves, with those inside it`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.sync(sandbox.makeNested())
            try await sandbox.git("top", "rm", "-q", "-r", "--cached", "lib/mid")
            sandbox.remove("top/.gitmodules")
            // A plain file where the submodule was.
            try await sandbox.git("top", "add", "-u")
            try await sandbox.sync(sandbox.commit("top", "lib/mid/plain", "plain"))
            #expect(try await sandbox.files("tree") == ["lib/mid/plain", "top"])
            #expect(try await sandbox.files("git/submodules") == [])
        }
    }

    @Test func `a submodule that moved to another location is replaced`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.sync(sandbox.makeNested())
            let other = try await sandbox.makeRepository("other", files: ["fresh"])
            try await sandbox.sync(sandbox.commitSubmodules("top", [("lib/mid", "../other", other[0])]))
            #expect(try await sandbox.files("tree") == [".gitmodules", "lib/mid/fresh", "top"])
        }
    }

    @Test func `an entry without a gitlink is ignored`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("top", files: ["top"])
            let commit = try await sandbox.commit(
                "top",
                ".gitmodules",
                "[submodule \"x\"]\npath = x\nurl = ../missing\n"
            )
            #expect(try await sandbox.sync(commit).isEmpty)
        }
    }

    @Test func `a gitlink without an entry is named`() async throws {
        try await Sandbox.use { sandbox in
            let target = try await sandbox.makeRepository("top", files: ["top"])[0]
            try await sandbox.git("top", "update-index", "--add", "--cacheinfo", "160000,\(target),lost/one")
            let commit = try await sandbox.commitIndex("top")
            await #expect(throws: GitError.unlistedSubmodule(path: "lost/one", commit: target)) {
                try await sandbox.sync(commit)
            }
        }
    }

    @Test func `a submodule that cannot be had is named with its location, and no file is touched`() async throws {
        try await Sandbox.use { sandbox in
            let target = try await sandbox.makeRepository("top", files: ["top"])[0]
            let commit = try await sandbox.commitSubmodules("top", [("lib/x", "../missing", target)])
            let error = await #expect(throws: GitError.self) { try await sandbox.sync(commit) }
            guard case .submodule("lib/x", let url, .fetchFailed) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(url == sandbox.path("missing").string)
            #expect(!sandbox.exists("tree"))
        }
    }

    @Test func `a submodule's commit that its location lacks is named`() async throws {
        try await Sandbox.use { sandbox in
            let target = try await sandbox.makeRepository("top", files: ["top"])[0]
            try await sandbox.makeRepository("lib", files: ["lib"])
            let commit = try await sandbox.commitSubmodules("top", [("lib/x", "../lib", target)])
            let error = await #expect(throws: GitError.self) { try await sandbox.sync(commit) }
            guard case .submodule("lib/x", _, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `endless nesting ends`() async throws {
        try await Sandbox.use { sandbox in
            var commit = try await sandbox.makeRepository("deep", files: ["file"])[0]
            for _ in 0..<10 { commit = try await sandbox.commitSubmodules("deep", [("in", "../deep", commit)]) }
            let path = Array(repeating: "in", count: SourceCheckout.maximumDepth).joined(separator: "/")
            let url = sandbox.path("deep").string
            let tooDeep = GitError.submodule(path: path, url: url, reason: .submodulesTooDeep(limit: 8))
            await #expect(throws: tooDeep) { try await sandbox.sync(commit, of: "deep") }
        }
    }

    @Test(arguments: ["ext::sh -c id", "--upload-pack=id", "-u", "fd::3", "../../../../../../x", "ftp://host/x"])
    func `a dangerous location is refused, with the submodule's name`(location: String) async throws {
        try await Sandbox.use { sandbox in
            let target = try await sandbox.makeRepository("top", files: ["top"])[0]
            let commit = try await sandbox.commitSubmodules("top", [("lib/x", location, target)])
            let error = await #expect(throws: GitError.self) { try await sandbox.sync(commit) }
            guard case .submodule("lib/x", _, .unsafeURL) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: ["..", ".git", ".GIT", "."])
    func `a path that leads out is refused`(name: String) async throws {
        try await Sandbox.use { sandbox in
            let target = try await sandbox.makeRepository("top", files: ["top"])[0]
            try sandbox.write("entries", "160000 commit \(target)\t\(name)\n")
            let tree = try await sandbox.run(
                "sh",
                "-c",
                "git -C \"$0\" mktree --missing < \"$1\"",
                sandbox.path("top").string,
                sandbox.path("entries").string
            )
            let commit = try await sandbox.git("top", "commit-tree", "-m", "hostile", tree)
            try await sandbox.git("top", "update-ref", "refs/heads/hostile", commit)
            await #expect(throws: GitError.self) { try await sandbox.sync(commit) }
            #expect(!sandbox.exists("tree"))
        }
    }

    @Test func `a link in the way of a submodule is not followed`() async throws {
        try await Sandbox.use { sandbox in
            let commit = try await sandbox.makeNested()
            try await sandbox.sync(commit)
            try await sandbox.run("rm", "-rf", sandbox.path("tree/lib").string)
            try sandbox.write("outside/file", "")
            try await sandbox.run("ln", "-s", "../outside", sandbox.path("tree/lib").string)
            _ = try? await sandbox.sync(commit)
            #expect(try await sandbox.files("outside") == ["file"])
        }
    }

    @Test func `the settings of a hard-to-read file are git's own`() async throws {
        try await Sandbox.use { sandbox in
            let target = try await sandbox.makeRepository("top", files: ["top"])[0]
            let text = """
                # a comment
                [core]
                    path = x
                [submodule "a \\"quoted\\" name"] ; more
                    PATH = "lib/x"   # where
                    branch
                    url = ../lib\\
                /inner" with blanks "
                [include]
                    path = /etc/passwd
                """
            try sandbox.write("top/.gitmodules", text)
            try await sandbox.git("top", "add", ".gitmodules")
            try await sandbox.git("top", "update-index", "--add", "--cacheinfo", "160000,\(target),lib/x")
            let commit = try await CommitID(parsing: sandbox.commitIndex("top"))
            let file = sandbox.path("top/.gitmodules").string
            let url = try await sandbox.run("git", "config", "-f", file, "submodule.a \"quoted\" name.url")
            let submodule = try #require(try await sandbox.mirror("top").submodules(at: commit).first)
            #expect(submodule.name == "a \"quoted\" name")
            #expect(try submodule.url == sandbox.url("top").resolving(relative: url))
        }
    }
}
