// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

@Suite struct ResolveTests {
    @Test(arguments: [
        ("main", "main", "main"), ("origin/main", "main", "main"), ("remotes/origin/main", "main", "main"),
        ("refs/heads/main", "main", "main"), ("refs/remotes/origin/main", "main", "main"),
        ("feature/x", "feature/x", "feature/x"), ("v1.0.0", "v1.0.0^{commit}", "v1.0.0"),
        ("refs/tags/v1.0.0", "v1.0.0^{commit}", "v1.0.0"), ("tags/light", "light", "light"), ("HEAD", "main", "main"),
    ])
    func `a name is found as git finds it`(ref: String, revision: String, name: String) async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let resolved = try await sandbox.mirror("source").resolve(ref: ref)
            #expect(try await resolved.commit.description == sandbox.git("source", "rev-parse", revision))
            #expect(resolved.name == name)
        }
    }

    @Test(arguments: [40, 10, 7])
    func `a commit is found by its digits`(count: Int) async throws {
        try await Sandbox.use { sandbox in
            let commits = try await sandbox.makeRepository("source", files: ["one", "two"])
            let mirror = try await sandbox.mirror("source")
            let resolved = try mirror.resolve(ref: String(commits[0].prefix(count)))
            #expect(resolved.commit.description == commits[0])
            #expect(resolved.name == resolved.commit.short)
        }
    }

    @Test func `the digits of a tag stand for its commit`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let tag = try await sandbox.git("source", "rev-parse", "v1.0.0")
            let mirror = try await sandbox.mirror("source")
            #expect(try mirror.resolve(ref: tag).commit == mirror.resolve(ref: "v1.0.0").commit)
        }
    }

    @Test func `an unknown name is told with similar ones`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let mirror = try await sandbox.mirror("source")
            let url = sandbox.path("source").string
            #expect(throws: GitError.unknownRef(ref: "v1.0.1", url: url, candidates: ["v1.0.0"])) {
                try mirror.resolve(ref: "v1.0.1")
            }
            #expect(throws: GitError.unknownRef(ref: "mian", url: url, candidates: ["main"])) {
                try mirror.resolve(ref: "mian")
            }
        }
    }

    @Test(arguments: [
        "", "-x", "a..b", "main~1", "main^", ":one", "@{-1}", "^{/x}", "refs/heads/", "deadbeef", "main\n", "a\0b",
    ])
    func `what is no name finds nothing`(ref: String) async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let mirror = try await sandbox.mirror("source")
            #expect(throws: GitError.self) { try mirror.resolve(ref: ref) }
        }
    }

    @Test func `digits that fit two objects are ambiguous`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: [])
            // The names of both blobs begin with 8324.
            for text in ["142", "784"] { try await sandbox.commit("source", text, text) }
            let mirror = try await sandbox.mirror("source")
            #expect(throws: GitError.ambiguousRef(ref: "8324", url: sandbox.path("source").string)) {
                try mirror.resolve(ref: "8324")
            }
        }
    }
}
