// SPDX-License-Identifier: Apache-2.0

import GitKit
import Glibc
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct FetchTests {
    @Test func `a folder that is not there is named, and leaves nothing`() async throws {
        try await Sandbox.use { sandbox in
            await #expect(
                throws: GitError.fetchFailed(url: sandbox.path("none").string, reason: "there is no such folder")
            ) {
                _ = try await sandbox.mirror("none")
            }
            #expect(!sandbox.exists("mirror") && !sandbox.exists("mirror.partial"))
        }
    }

    @Test func `ssh is left to git, which brings branches, tags and the default branch`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeReleases("source")
            // What git runs in place of ssh: the command that would be run on the other side.
            try sandbox.write("ssh", "#!/bin/sh\nfor command; do :; done\nexec sh -c \"$command\"\n")
            try await sandbox.run("chmod", "755", sandbox.path("ssh").string)
            setenv("GIT_SSH", sandbox.path("ssh").string, 1)
            defer { unsetenv("GIT_SSH") }
            let url = try GitURL(parsing: "someone@host:\(sandbox.path("source"))")
            let mirror = try await Mirror.open(at: sandbox.path("mirror"), url: url)
            #expect(try mirror.resolve(ref: nil).name == "main")
            #expect(try mirror.describe(mirror.resolve(ref: "v1.0.0").commit) == "v1.0.0")
            let commit = try await sandbox.commit("source", "new", "new")
            try await sandbox.git("source", "branch", "-q", "-D", "feature/x")
            try await mirror.fetch()
            #expect(try mirror.resolve(ref: nil).commit.description == commit)
            #expect(throws: GitError.self) { try mirror.resolve(ref: "feature/x") }
        }
    }

    @Test func `a server that wants a log-in is given up, and no secret is shown or kept`() async throws {
        try await Sandbox.use { sandbox in
            try await RefusingServer.serve { address in
                let url = try GitURL(parsing: "http://me:hunter2@\(address)/a.git")
                let error = await #expect(throws: GitError.self) {
                    try await Mirror.open(at: sandbox.path("mirror"), url: url)
                }
                guard case .fetchFailed(let shown, let reason) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(shown == "http://me:***@\(address)/a.git")
                #expect(!reason.contains("hunter2"))
                #expect(!sandbox.exists("mirror"))
            }
        }
    }
}
