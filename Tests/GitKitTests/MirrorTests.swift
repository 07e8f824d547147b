// SPDX-License-Identifier: Apache-2.0

import GitKit
import Glibc
import ProcessKit
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct MirrorTests {
    @Test func `a mirror of a path shares its objects by hard links`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: ["a", "b"])
            try await sandbox.git("source", "gc", "-q")
            _ = try await sandbox.mirror("source")
            let pack = try await sandbox.files("mirror/objects/pack").first { $0.hasSuffix(".pack") }
            #expect(try sandbox.linkCount("mirror/objects/pack/\(#require(pack))") == 2)
            #expect(!sandbox.exists("mirror.partial"))
        }
    }

    @Test func `branches and tags are mirrored, and nothing else`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            try await sandbox.git("source", "update-ref", "refs/pull/1/head", "main")
            _ = try await sandbox.mirror("source")
            let refs = try await sandbox.git("mirror", "for-each-ref", "--format=%(refname)")
            #expect(
                refs.split(separator: "\n") == [
                    "refs/remotes/origin/HEAD", "refs/remotes/origin/feature/x", "refs/remotes/origin/main",
                    "refs/tags/light", "refs/tags/v1.0.0",
                ]
            )
            try await sandbox.git("mirror", "fsck", "--strict")
        }
    }

    @Test func `a later fetch brings new commits and drops what vanished`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let mirror = try await sandbox.mirror("source")
            let commit = try await CommitID(parsing: sandbox.commit("source", "new", "new"))
            try await sandbox.git("source", "branch", "-q", "-D", "feature/x")
            #expect(try !mirror.contains(commit: commit))
            try await mirror.fetch()
            #expect(try mirror.resolve(ref: "main").commit == commit)
            #expect(throws: GitError.self) { try mirror.resolve(ref: "feature/x") }
        }
    }

    @Test func `a server is mirrored, and a commit that is no tip can be had from it`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            try await GitDaemon.serve(sandbox.root) { address in
                let url = try GitURL(parsing: "\(address)/source")
                let mirror = try await Mirror.open(at: sandbox.path("mirror"), url: url)
                #expect(
                    try await mirror.resolve(ref: nil).commit.description == sandbox.git("source", "rev-parse", "main")
                )
                let orphan = try await sandbox.commitWithoutBranch("source")
                try await mirror.fetch(commit: orphan)
                #expect(try mirror.contains(commit: orphan))
            }
        }
    }

    @Test func `a commit that is no tip can be had from a path`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let mirror = try await sandbox.mirror("source")
            let orphan = try await sandbox.commitWithoutBranch("source")
            try await mirror.fetch(commit: orphan)
            #expect(try mirror.contains(commit: orphan))
        }
    }

    @Test func `the default branch follows the remote`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let mirror = try await sandbox.mirror("source")
            #expect(try mirror.resolve(ref: nil).name == "main")
            try await sandbox.git("source", "symbolic-ref", "HEAD", "refs/heads/feature/x")
            try await mirror.fetch()
            #expect(try mirror.resolve(ref: nil).name == "feature/x")
        }
    }

    @Test func `a detached remote has a commit for a default branch`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let orphan = try await sandbox.commitWithoutBranch("source")
            try await sandbox.git("source", "checkout", "-q", "--detach", orphan.description)
            let mirror = try await sandbox.mirror("source")
            #expect(try mirror.resolve(ref: nil) == ResolvedRef(commit: orphan, name: orphan.short))
        }
    }

    @Test func `an empty remote has no default branch`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: [])
            let mirror = try await sandbox.mirror("source")
            #expect(throws: GitError.noDefaultBranch(url: sandbox.path("source").string)) {
                try mirror.resolve(ref: nil)
            }
        }
    }

    @Test func `several callers may open one mirror at once`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source")
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await sandbox.mirror("source").resolve(ref: "main").commit.description }
                }
                for try await commit in group { #expect(commit == commits.last) }
            }
        }
    }

    @Test(arguments: ["missing", "empty"])
    func `a source that is no repository leaves no mirror behind`(name: String) async throws {
        try await Sandbox.use { sandbox in
            try sandbox.write("empty/file", "")
            await #expect(throws: GitError.self) { try await sandbox.mirror(name) }
            #expect(!sandbox.exists("mirror"))
            #expect(!sandbox.exists("mirror.partial"))
        }
    }

    @Test func `a server that refuses is named`() async throws {
        try await Sandbox.use { sandbox in
            try await GitDaemon.serve(sandbox.root) { address in
                let url = try GitURL(parsing: "\(address)/missing")
                let error = await #expect(throws: GitError.self) {
                    try await Mirror.open(at: sandbox.path("mirror"), url: url)
                }
                guard case .fetchFailed(url.description, _) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
        }
    }

    @Test func `a cancelled fetch ends as cancelled`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source")
            try await GitDaemon.serve(sandbox.root) { address in
                let url = try GitURL(parsing: "\(address)/source")
                let (started, feed) = AsyncStream.makeStream(of: Void.self)
                let cancelled = CancellationFlag()
                let opening = Task {
                    try await Mirror.open(at: sandbox.path("mirror"), url: url) { _ in
                        feed.finish()
                        while !cancelled.isRaised { sched_yield() }
                    }
                }
                for await _ in started {}
                opening.cancel()
                cancelled.raise()
                await #expect(throws: CancellationError.self) { try await opening.value }
                #expect(!sandbox.exists("mirror"))
                #expect(!sandbox.exists("mirror.partial"))
            }
        }
    }

    @Test func `a description is git's own`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let after = try await CommitID(parsing: sandbox.commit("source", "after", "after"))
            let mirror = try await sandbox.mirror("source")
            #expect(try await mirror.describe(after) == sandbox.git("source", "describe", "--abbrev=10"))
            let release = try mirror.resolve(ref: "v1.0.0").commit
            #expect(try mirror.describe(release) == "v1.0.0")
            let first = try await CommitID(parsing: sandbox.git("source", "rev-parse", "main~2"))
            #expect(try mirror.describe(first) == nil)
            #expect(try mirror.commitTime(after) == 1_700_000_000)
        }
    }

    @Test func `a file is read from a commit`() async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["folder/a", "b"])
            let mirror = try await sandbox.mirror("source")
            let commit = try CommitID(parsing: commits[1])
            #expect(try mirror.blob("folder/a", at: commit) == Array("folder/a\n".utf8))
            #expect(try mirror.blob("folder", at: commit) == nil)
            #expect(try mirror.blob("missing/x", at: commit) == nil)
        }
    }
}
