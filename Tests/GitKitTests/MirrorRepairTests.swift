// SPDX-License-Identifier: Apache-2.0

import GitKit
import Synchronization
import SystemPackage
import Testing

/// Mirrors that a crash, a full disk or a bad one left broken.
@Suite(.timeLimit(.minutes(10))) struct MirrorRepairTests {
    /// What befalls a mirror: a script that is run in it.
    private static let damages = [
        "a pack cut short": "f=$(ls objects/pack/*.pack); head -c 100 $f >x && chmod u+w $f && mv x $f",
        "a pack that is gone": "rm -f objects/pack/*.pack",
        "zeros in a pack":
            "f=$(ls objects/pack/*.pack); cp $f x; dd if=/dev/zero of=x bs=1 seek=60 count=200 conv=notrunc; mv x $f",
        "an index that is gone": "rm -f objects/pack/*.idx",
        "no HEAD": "rm HEAD",
        "an empty ref": "rm -f packed-refs; mkdir -p refs/remotes/origin; : >refs/remotes/origin/main",
        "no objects at all": "rm -rf objects",
        "another pack's index":
            "f=$(ls objects/pack/*.idx); head -c -40 $f >x; head -c 40 /dev/zero >>x; chmod u+w $f; mv x $f",
    ]

    @Test(arguments: damages.keys.sorted())
    func `a broken mirror is fetched anew, and said to be`(damage: String) async throws {
        try await Sandbox.use { sandbox in
            let first = try await sandbox.makeMirrored()
            try await sandbox.inMirror(try #require(Self.damages[damage]))
            try await sandbox.commit("source", "more", "more\n")
            let mended = Mutex(0)
            let note: @Sendable (SourceProgress) -> Void = { progress in
                if case .mending = progress { mended.withLock { $0 += 1 } }
            }
            let url = try sandbox.url("source")
            let (mirror, resolved) = try await sandbox.mirrors(progress: note).bring(.name("main"), of: url)
            let outcome = try await sandbox.checkout(progress: note).sync(url, resolved.commit)
            #expect(outcome.writtenFiles >= 1)
            #expect(try await sandbox.files("tree") == ["more", "one", "two"])
            #expect(mended.withLock { $0 } == 1)
            #expect(first != resolved.commit)
            try await sandbox.run("git", "--git-dir", mirror.path.string, "fsck", "--strict")
            let left = try await sandbox.run("ls", sandbox.path("mirrors").string).split(separator: "\n")
            #expect(left.count == 2)  // itself and its lock
        }
    }

    @Test func `without a network a broken mirror is named, and nothing is lost`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeMirrored()
            try await sandbox.inMirror("rm -f objects/pack/*.pack")
            let error = await #expect(throws: GitError.self) {
                try await sandbox.mirrors(isOffline: true).bring(.name("main"), of: sandbox.url("source"))
            }
            guard case .damagedMirror(_, sandbox.path("source").string, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `a broken mirror stays as it is while its source cannot be reached`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeMirrored()
            try await sandbox.inMirror("rm -f objects/pack/*.pack")
            let before = try await sandbox.files("mirrors")
            try await sandbox.run("mv", sandbox.path("source").string, sandbox.path("away").string)
            await #expect(throws: GitError.self) {
                try await sandbox.mirrors().bring(.name("main"), of: sandbox.url("source"))
            }
            #expect(try await sandbox.files("mirrors") == before)
        }
    }

    @Test func `what a killed fetch left does not stop the next one`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeMirrored()
            let leftovers = [
                "packed-refs.lock", "HEAD.lock", "refs/remotes/origin/main.lock", "objects/pack/tmp_pack_Ab12",
                "objects/pack/pack_git2_Ab12",
            ]
            for name in leftovers { try await sandbox.inMirror("mkdir -p $(dirname \(name)); : >\(name)") }
            let commit = try await sandbox.commit("source", "more", "more\n")
            let (_, resolved) = try await sandbox.mirrors().bring(.name("main"), of: sandbox.url("source"))
            #expect(resolved.commit.description == commit)
            let left = try await sandbox.files("mirrors")
            #expect(left.filter { $0.hasSuffix(".lock") }.count == 1)
            #expect(!left.contains { $0.contains("tmp_pack") || $0.contains("pack_git2") })
        }
    }

    @Test(arguments: ["pack", "idx"])
    func `half of a pack that a killed fetch left is removed, and the rest of the mirror kept`(half: String)
        async throws
    {
        try await Sandbox.use { sandbox in
            let first = try await sandbox.makeMirrored()
            let whole = try await sandbox.files("mirrors")
            try await sandbox.inMirror(
                "f=$(ls objects/pack/*.pack); cp ${f%.pack}.\(half) objects/pack/pack-0123.\(half)"
            )
            let mended = Mutex(0)
            let mirrors = sandbox.mirrors { progress in
                if case .mending = progress { mended.withLock { $0 += 1 } }
            }
            let url = try sandbox.url("source")
            #expect(try await mirrors.bring(.name("main"), of: url).1.commit == first)
            #expect(mended.withLock { $0 } == 0)
            #expect(try await sandbox.files("mirrors") == whole)
        }
    }

    @Test func `two checkouts that share a mirror are filled at once`() async throws {
        try await Sandbox.use { sandbox in
            try await sandbox.makeRepository("source", files: ["one", "two"])
            try await GitDaemon.serve(sandbox.root) { address in
                let url = try GitURL(parsing: "\(address)/source")
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for name in ["a", "b", "c"] {
                        group.addTask {
                            let mirrors = sandbox.mirrors()
                            let (_, resolved) = try await mirrors.bring(.defaultBranch, of: url)
                            return try await SourceCheckout(
                                mirrors: mirrors,
                                workTree: sandbox.path("\(name)/tree"),
                                gitFolder: sandbox.path("\(name)/git")
                            ).sync(url, resolved.commit).writtenFiles
                        }
                    }
                    for try await count in group { #expect(count == 2) }
                }
            }
        }
    }
}

extension Sandbox {
    /// A repository of two files, packed, and its mirror.
    @discardableResult
    fileprivate func makeMirrored() async throws -> CommitID {
        try await makeRepository("source", files: ["one", "two"])
        try await git("source", "gc", "-q")
        return try await mirrors().bring(.name("main"), of: url("source")).1.commit
    }

    /// Runs `script` in the one mirror that is there.
    fileprivate func inMirror(_ script: String) async throws {
        try await run("sh", "-c", "cd \"$0\"/*.git && { \(script); } 2>/dev/null", path("mirrors").string)
    }
}
