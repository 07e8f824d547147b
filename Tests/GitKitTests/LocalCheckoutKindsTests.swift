// SPDX-License-Identifier: Apache-2.0

import GitKit
import Glibc
import SystemPackage
import Testing

/// The shapes in which people have their checkouts.
@Suite(.timeLimit(.minutes(10))) struct LocalCheckoutKindsTests {
    @Test func `a submodule's own folder, whose git is a file, is a checkout`() async throws {
        try await Sandbox.use { sandbox in
            let commit = try await sandbox.makeRepository("lib", files: ["lib"])[0]
            try await sandbox.makeRepository("top", files: ["top"])
            try await sandbox.git("top", "submodule", "--quiet", "add", sandbox.path("lib").string, "src/lib")
            try sandbox.write("top/src/lib/new", "new")
            let local = try LocalCheckout(at: sandbox.path("top/src/lib"))
            #expect(try local.head()?.description == commit)
            let state = try local.state()
            #expect(state.files == ["lib", "new"])
            #expect(state.dirtyPaths == ["new"])
        }
    }

    @Test func `a worktree with submodules of its own is a checkout`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("lib", files: ["lib"])
            try await sandbox.makeRepository("top", files: ["top"])
            try await sandbox.git("top", "submodule", "--quiet", "add", sandbox.path("lib").string, "lib")
            try await sandbox.commitIndex("top")
            try await sandbox.git("top", "worktree", "add", "-q", "-b", "wip", sandbox.path("linked").string)
            try await sandbox.git("linked", "submodule", "--quiet", "update", "--init")
            let local = try LocalCheckout(at: sandbox.path("linked"))
            #expect(try local.branch() == "wip")
            let state = try local.state()
            #expect(state.files == [".gitmodules", "lib/lib", "top"])
            #expect(state.dirtyPaths == [])
        }
    }

    @Test(.enabled(if: getuid() == 0, "only root gives files away"), arguments: ["checkout", "repository"])
    func `what another user owns is read all the same`(kind: String) async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            try await sandbox.git("source", "update-ref", "refs/pull/1/head", "main")
            try await sandbox.run("chown", "-R", "4711:4711", sandbox.path("source").string)
            guard kind == "repository" else {
                #expect(try LocalCheckout(at: sandbox.path("source")).state().files == ["one", "two"])
                return
            }
            let url = try sandbox.url("source")
            _ = try await sandbox.mirrors().bring(.name("main"), of: url)
            // A second time it is fetched, which git itself refuses.
            let (_, resolved) = try await sandbox.mirrors().bring(.name("main"), of: url)
            let (_, pull) = try await sandbox.mirrors().bring(.pull(1), of: url)
            #expect(pull.commit == resolved.commit)
        }
    }

    @Test func `a checkout that is mounted elsewhere is a checkout there`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: ["one"])
            try sandbox.write("mount/.keep", "")
            let (from, to) = (sandbox.path("source").string, sandbox.path("mount").string)
            // Where nothing may be mounted there is nothing to see.
            guard (try? await sandbox.run("mount", "--bind", from, to)) != nil else { return }
            let state = Result { try LocalCheckout(at: sandbox.path("mount")).state() }
            let around = Result { try LocalCheckout(around: sandbox.path("mount"))?.path }
            try await sandbox.run("umount", to)
            #expect(try state.get().files == ["one"])
            #expect(try around.get()?.lastComponent?.string == "mount")
        }
    }
}
