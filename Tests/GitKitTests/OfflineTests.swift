// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage
import Testing

/// Sources without a network: the repositories are taken away.
@Suite(.timeLimit(.minutes(10))) struct OfflineTests {
    @Test(arguments: ["main", "v1.0.0", "feature/x", "HEAD"])
    func `what was fetched serves`(ref: String) async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let url = try sandbox.url("source")
            let (_, online) = try await sandbox.mirrors().bring(RefRequest(parsing: ref), of: url)
            try await sandbox.takeAway("source")
            let (_, offline) = try await sandbox.mirrors(isOffline: true).bring(RefRequest(parsing: ref), of: url)
            #expect(offline == online)
            try await sandbox.checkout(isOffline: true).sync(url, offline.commit)
            #expect(sandbox.exists("tree/one"))
        }
    }

    @Test(arguments: ["none", "0123456789012345678901234567890123456789", "pr/3", "me:wip"])
    func `a ref that is missing is named`(ref: String) async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("ceph/source")
            let url = try sandbox.url("ceph/source")
            _ = try await sandbox.mirrors().bring(.defaultBranch, of: url)
            let request = try RefRequest(parsing: ref)
            let missing = MissingSource.ref(ref, url: try request.origin(in: url).description)
            await #expect(throws: GitError.offline(missing: [missing])) {
                try await sandbox.mirrors(isOffline: true).bring(request, of: url)
            }
        }
    }

    @Test func `a repository that nothing was fetched from is named, and no mirror begun`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            let url = try sandbox.url("source")
            await #expect(throws: GitError.offline(missing: [.repository(url: url.description)])) {
                try await sandbox.mirrors(isOffline: true).bring(.defaultBranch, of: url)
            }
            #expect(!sandbox.exists("mirrors"))
        }
    }

    @Test func `all submodules that are missing are named at once, and no file is touched`() async throws {
        try await Sandbox.use { sandbox in
            let lib = try await sandbox.makeRepository("lib", files: ["one", "two"])
            let other = try await sandbox.makeRepository("other", files: ["other"])
            try await sandbox.makeRepository("source", files: ["top"])
            let url = try sandbox.url("source")
            let old = try await sandbox.commitSubmodules("source", [("lib", "../lib", lib[0])])
            try await sandbox.checkout().sync(url, CommitID(parsing: old))
            let newer = try await sandbox.commit("lib", "three", "three")
            let parts = [("lib", "../lib", newer), ("x/other", "../other", other[0])]
            let commit = try await CommitID(parsing: sandbox.commitSubmodules("source", parts))
            _ = try await sandbox.mirrors().bring(.name("main"), of: url)
            let missing: [MissingSource] = [
                .submodule(path: "lib", url: sandbox.path("lib").string, commit: newer),
                .submodule(path: "x/other", url: sandbox.path("other").string, commit: nil),
            ]
            await #expect(throws: GitError.offline(missing: missing)) {
                try await sandbox.checkout(isOffline: true).sync(url, commit)
            }
            #expect(try await sandbox.files("tree") == [".gitmodules", "lib/one", "top"])
        }
    }

    @Test func `a thorough look brings what no commit needs yet`() async throws {
        try await Sandbox.use { sandbox in
            let lib = try await sandbox.makeRepository("lib", files: ["one"])
            try await sandbox.makeRepository("source", files: ["top"])
            let url = try sandbox.url("source")
            let commit = try await sandbox.commitSubmodules("source", [("lib", "../lib", lib[0])])
            try await sandbox.checkout().sync(url, CommitID(parsing: commit))
            let newer = try await sandbox.commit("lib", "two", "two")
            let mirrors = MirrorStore(in: sandbox.path("mirrors"), isThorough: true)
            let checkout = SourceCheckout(mirrors: mirrors, workTree: sandbox.path("t"), gitFolder: sandbox.path("g"))
            try await checkout.sync(url, CommitID(parsing: commit))
            let next = try await sandbox.commitSubmodules("source", [("lib", "../lib", newer)])
            _ = try await sandbox.mirrors().bring(.name("main"), of: url)
            for name in ["lib", "source"] { try await sandbox.takeAway(name) }
            try await sandbox.checkout(isOffline: true).sync(url, CommitID(parsing: next))
            #expect(try await sandbox.files("tree") == [".gitmodules", "lib/one", "lib/two", "top"])
        }
    }
}

extension Sandbox {
    fileprivate func takeAway(_ name: String) async throws {
        try await run("mv", path(name).string, path("\(name).away").string)
    }
}
