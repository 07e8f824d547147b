// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct URLRewritesTests {
    private static let github = "https://github.com/"

    @Test(arguments: [
        ("https://github.com/ceph/spdk.git", "/srv/mirrors/ceph/spdk.git"),
        ("https://github.com/ceph/xxHash", "ssh://git@host/xxHash"),
        ("https://gitlab.com/x/y", "https://gitlab.com/x/y"), ("git://github.com/x/y", "https://github.com/x/y"),
    ])
    func `the longest beginning counts, and what was chosen before what is configured`(
        url: String,
        place: String
    ) throws {
        let rewrites = URLRewrites(
            [
                .init(from: Self.github, to: "/srv/mirrors/"),
                .init(from: Self.github + "ceph/xx", to: "ssh://git@host/xx"),
            ],
            configured: [
                .init(from: Self.github + "ceph/spdk.git", to: "/never"), .init(from: "git://", to: "https://"),
            ]
        )
        #expect(try rewrites.location(of: GitURL(parsing: url)).location == place)
    }

    @Test(arguments: ["ext::sh -c ", "--upload-pack=", "relative/"])
    func `a place that is dangerous or no place is refused`(to: String) throws {
        let rewrites = URLRewrites([.init(from: Self.github, to: to)])
        let url = try GitURL(parsing: Self.github + "x")
        #expect(throws: GitError.self) { try rewrites.location(of: url) }
    }

    @Test func `rules of git's configuration are read with their includes`() async throws {
        try await Sandbox.use { sandbox in
            let text = """
                [url "git@github.com:"]
                    insteadOf = https://github.com/
                    insteadof = git://github.com/
                    pushInsteadOf = x
                [URL "/Srv/"]
                    insteadOf = https://Host/
                [include]
                    path = more
                """
            try sandbox.write("config", text)
            try sandbox.write("more", "[url \"https://a/\"]\ninsteadOf = a:\n")
            let rules = try URLRewrites.configuredRules(in: sandbox.path("config"))
            #expect(rules.map(\.from).sorted() == ["a:", "git://github.com/", "https://Host/", "https://github.com/"])
            #expect(rules.first { $0.from == "https://Host/" }?.to == "/Srv/")
        }
    }

    @Test(arguments: [false, true])
    func `repository and submodules are fetched from elsewhere, and named as they are`(overNetwork: Bool) async throws {
        try await Sandbox.use { sandbox in
            let lib = try await sandbox.makeRepository("lib", files: ["lib"])[0]
            let leaf = try await sandbox.makeRepository("ceph/leaf", files: ["leaf"])[0]
            try await sandbox.makeRepository("ceph/top", files: ["top"])
            let parts = [("lib", "https://other.invalid/lib", lib), ("leaf", "../leaf.git", leaf)]
            let commit = try await CommitID(parsing: sandbox.commitSubmodules("ceph/top", parts))
            try await sandbox.serving(overNetwork) { base in
                let rewrites = URLRewrites(
                    [
                        .init(from: "https://host.invalid/", to: "\(base)/"),
                        .init(from: "https://host.invalid/ceph/leaf.git", to: "\(base)/ceph/leaf"),
                    ],
                    configured: [.init(from: "https://other.invalid", to: base)]
                )
                let url = try GitURL(parsing: "https://host.invalid/ceph/top")
                let outcome = try await sandbox.checkout(rewrites: rewrites).sync(url, commit)
                #expect(
                    outcome.submodules.map(\.url.location) == [
                        "https://host.invalid/ceph/leaf.git", "https://other.invalid/lib",
                    ]
                )
                #expect(try await sandbox.files("tree") == [".gitmodules", "leaf/leaf", "lib/lib", "top"])
            }
        }
    }

    @Test func `a place that cannot be reached is named with the URL that it stands for`() async throws {
        try await Sandbox.use { sandbox in
            let rewrites = URLRewrites([.init(from: "https://host.invalid", to: sandbox.path("none").string)])
            let url = try GitURL(parsing: "https://host.invalid/top")
            let place = "\(sandbox.path("none"))/top, which stands for https://host.invalid/top"
            await #expect(throws: GitError.fetchFailed(url: place, reason: "there is no such folder")) {
                try await sandbox.mirrors(rewrites: rewrites).bring(.defaultBranch, of: url)
            }
        }
    }

    @Test func `another place makes no other mirror`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("a/source")
            let url = try sandbox.url("a/source")
            _ = try await sandbox.mirrors().bring(.defaultBranch, of: url)
            try await sandbox.run("mv", sandbox.path("a").string, sandbox.path("b").string)
            let commit = try await sandbox.commit("b/source", "new", "new")
            let rewrites = URLRewrites([.init(from: sandbox.path("a").string, to: sandbox.path("b").string)])
            let (mirror, resolved) = try await sandbox.mirrors(rewrites: rewrites).bring(.name("main"), of: url)
            #expect(resolved.commit.description == commit)
            #expect(try mirror.path == sandbox.mirrors().mirror(of: url).path)
        }
    }
}
