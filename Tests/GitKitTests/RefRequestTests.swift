// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct RefRequestTests {
    @Test(
        arguments: [
            (nil, .defaultBranch), ("HEAD", .defaultBranch), ("main", .name("main")), ("v18.2.7", .name("v18.2.7")),
            ("remotes/origin/main", .name("remotes/origin/main")), ("pr/12", .pull(12)), ("pull/12/head", .pull(12)),
            ("refs/pull/12/head", .pull(12)), ("pr/012", .name("pr/012")), ("pr/x", .name("pr/x")),
            ("me:wip/mds", .fork(owner: "me", branch: "wip/mds")),
        ] as [(String?, RefRequest)]
    )
    func `a ref is of one kind`(text: String?, request: RefRequest) throws {
        #expect(try RefRequest(parsing: text) == request)
    }

    @Test(arguments: [
        ":", ":x", "me:", "-me:x", ".:x", "..:x", "me:-x", "me:a..b", "me:a:b", "a/b:x", "me:x y", "m e:x",
    ])
    func `what cannot be a fork's branch is refused`(text: String) {
        #expect(throws: GitError.self) { try RefRequest(parsing: text) }
    }

    @Test(arguments: [
        ("https://github.com/ceph/ceph.git", "https://github.com/me/ceph.git"),
        ("git@github.com:ceph/ceph.git", "git@github.com:me/ceph.git"),
        ("ssh://git@host/a/ceph/ceph", "ssh://git@host/a/me/ceph"), ("/srv/ceph/ceph.git", "/srv/me/ceph.git"),
    ])
    func `a fork lies beside the repository`(url: String, fork: String) throws {
        #expect(try GitURL(parsing: url).fork(of: "me").location == fork)
    }

    @Test func `a repository without an owner has no forks`() throws {
        let url = try GitURL(parsing: "https://host/ceph.git")
        #expect(throws: GitError.self) { try url.fork(of: "me") }
    }

    @Test(arguments: [false, true])
    func `a pull request is fetched when it is asked for, and stays`(overNetwork: Bool) async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let orphan = try await sandbox.commitWithoutBranch("source")
            try await sandbox.git("source", "update-ref", "refs/pull/7/head", orphan.description)
            try await sandbox.serving(overNetwork) { base in
                let mirrors = sandbox.mirrors()
                let url = try GitURL(parsing: "\(base)/source")
                let (mirror, first) = try await mirrors.bring(.pull(7), of: url)
                #expect(first == ResolvedRef(commit: orphan, name: "pr/7"))
                try await sandbox.git("source", "update-ref", "refs/pull/7/head", "main")
                let (_, second) = try await mirrors.bring(.pull(7), of: url)
                #expect(try await second.commit.description == sandbox.git("source", "rev-parse", "main"))
                try await mirror.fetch()
                let (_, third) = try await sandbox.mirrors(isOffline: true).bring(.pull(7), of: url)
                #expect(third == second)
                await #expect(throws: GitError.unknownRef(ref: "pr/8", url: url.description, candidates: [])) {
                    try await mirrors.bring(.pull(8), of: url)
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func `a fork's branch is fetched into the repository's own mirror`(overNetwork: Bool) async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("ceph/source")
            try await sandbox.run("cp", "-r", sandbox.path("ceph").string, sandbox.path("me").string)
            let commit = try await sandbox.commit("me/source", "wip", "wip")
            try await sandbox.git("me/source", "branch", "wip/x")
            try await sandbox.serving(overNetwork) { base in
                let url = try GitURL(parsing: "\(base)/ceph/source")
                let request = try RefRequest(parsing: "me:wip/x")
                let (mirror, resolved) = try await sandbox.mirrors().bring(request, of: url)
                #expect(resolved == ResolvedRef(commit: try CommitID(parsing: commit), name: "me:wip/x"))
                #expect(try request.origin(in: url).location == "\(base)/me/source")
                #expect(throws: GitError.self) { try mirror.resolve(ref: "wip/x") }
                #expect(try await sandbox.run("ls", sandbox.path("mirrors").string).split(separator: "\n").count == 2)
                let gone = GitError.unknownRef(ref: "me:none", url: "\(base)/me/source", candidates: [])
                await #expect(throws: gone) {
                    try await sandbox.mirrors().bring(.fork(owner: "me", branch: "none"), of: url)
                }
            }
        }
    }

    @Test func `a branch that its fork removed is not taken for one that is there`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("ceph/source")
            try await sandbox.run("cp", "-r", sandbox.path("ceph").string, sandbox.path("me").string)
            try await GitDaemon.serve(sandbox.root) { base in
                let url = try GitURL(parsing: "\(base)/ceph/source")
                let request = RefRequest.fork(owner: "me", branch: "feature/x")
                _ = try await sandbox.mirrors().bring(request, of: url)
                try await sandbox.git("me/source", "branch", "-q", "-D", "feature/x")
                await #expect(throws: GitError.self) { try await sandbox.mirrors().bring(request, of: url) }
            }
        }
    }

    @Test func `the owner may stand for origin, as docker-cephdev's remote did`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("ceph/source")
            let mirror = try await Mirror.open(at: sandbox.path("mirror"), url: sandbox.url("ceph/source"))
            #expect(try mirror.resolve(ref: "remotes/ceph/feature/x").name == "feature/x")
            #expect(throws: GitError.self) { try mirror.resolve(ref: "remotes/other/feature/x") }
        }
    }

    @Test(arguments: ["short", "full"])
    func `a commit that is no tip is brought`(length: String) async throws {
        try await Sandbox.use { sandbox in
            let commit = try await sandbox.makeRepository("source", files: ["one", "two", "three"])[1]
            let ref = length == "full" ? commit : String(commit.prefix(9))
            let (_, resolved) = try await sandbox.mirrors().bring(.name(ref), of: sandbox.url("source"))
            #expect(resolved.commit.description == commit)
        }
    }
}

extension Sandbox {
    /// Lends where the sandbox is: its path, or a server's address.
    func serving(_ overNetwork: Bool, _ body: @escaping @Sendable (String) async throws -> Void) async throws {
        guard overNetwork else { return try await body(root.string) }
        try await GitDaemon.serve(root, body)
    }
}
