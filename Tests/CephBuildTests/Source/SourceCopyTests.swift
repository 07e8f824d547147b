// SPDX-License-Identifier: Apache-2.0

import CephBuild
import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

/// A user's own checkout as the source.
@Suite(.tags(.medium)) struct SourceCopyTests {
    private let sandbox: SourceSandbox

    init() throws { sandbox = try SourceSandbox() }

    @Test func `tracked and new files are copied, ignored ones are not`() async throws {
        try await makeCheckout()
        try sandbox.scratch.write("ceph/src/new.cc", "new")
        try sandbox.scratch.write("ceph/src/a.o", "ignored")
        try sandbox.scratch.write("ceph/build/build.ninja", "ignored")
        _ = try await sandbox.copy()
        #expect(try await sandbox.sourceFiles() == [".gitignore", "src/CMakeLists.txt", "src/a.cc", "src/new.cc"])
    }

    @Test func `files of submodules are copied`() async throws {
        try await sandbox.makeRepository("lib")
        try await makeCheckout()
        try await sandbox.git("ceph", "submodule", "--quiet", "add", "../lib", "src/lib")
        _ = try await sandbox.copy()
        #expect(try await sandbox.sourceFiles().contains("src/lib/src/CMakeLists.txt"))
        #expect(try await !sandbox.sourceFiles().contains("src/lib/.git"))
    }

    @Test func `an edit is followed, and the replaced file is newer`() async throws {
        try await makeCheckout()
        _ = try await sandbox.copy()
        try sandbox.backdate("work/source/src/a.cc")
        try sandbox.scratch.write("ceph/src/a.cc", "22")
        try sandbox.backdate("ceph/src/a.cc")
        _ = try await sandbox.copy()
        #expect(try sandbox.source("src/a.cc") == "22")
        #expect(try sandbox.status("work/source/src/a.cc").st_mtim.tv_sec > 1000)
    }

    @Test func `a file that did not change is not written again`() async throws {
        try await makeCheckout()
        _ = try await sandbox.copy()
        try sandbox.backdate("work/source/src/CMakeLists.txt")
        try sandbox.scratch.write("ceph/src/a.cc", "22")
        _ = try await sandbox.copy()
        #expect(try sandbox.status("work/source/src/CMakeLists.txt").st_mtim.tv_sec == 1000)
    }

    @Test func `a deletion is followed`() async throws {
        try await makeCheckout()
        _ = try await sandbox.copy()
        try await sandbox.remove("ceph/src/a.cc")
        _ = try await sandbox.copy()
        #expect(try await sandbox.sourceFiles() == [".gitignore", "src/CMakeLists.txt"])
    }

    @Test func `a rename is followed`() async throws {
        try await makeCheckout()
        _ = try await sandbox.copy()
        try await sandbox.git("ceph", "mv", "src/a.cc", "src/b.cc")
        _ = try await sandbox.copy()
        #expect(try await sandbox.sourceFiles() == [".gitignore", "src/CMakeLists.txt", "src/b.cc"])
    }

    @Test func `a change of mode is followed`() async throws {
        try await makeCheckout()
        _ = try await sandbox.copy()
        chmod(sandbox.scratch.path.appending("ceph/src/a.cc").string, 0o755)
        _ = try await sandbox.copy()
        #expect(try sandbox.status("work/source/src/a.cc").st_mode & 0o777 == 0o755)
    }

    @Test func `a link is copied as a link`() async throws {
        try await makeCheckout()
        let link = sandbox.scratch.path.appending("ceph/src/link").string
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
        _ = try await sandbox.copy()
        let copied = sandbox.scratch.path.appending("work/source/src/link").string
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: copied) == "nowhere")
    }

    @Test func `a file may become a folder, and a folder a file`() async throws {
        try await makeCheckout()
        try sandbox.scratch.write("ceph/folder/deep/file", "1")
        _ = try await sandbox.copy()
        try await sandbox.remove("ceph/src/a.cc")
        try await sandbox.remove("ceph/folder")
        try sandbox.scratch.write("ceph/src/a.cc/inner", "2")
        try sandbox.scratch.write("ceph/folder", "3")
        _ = try await sandbox.copy()
        #expect(
            try await sandbox.sourceFiles() == [".gitignore", "folder", "src/CMakeLists.txt", "src/a.cc/inner"]
        )
    }

    @Test func `a folder that became a link is not written through`() async throws {
        try await makeCheckout()
        try sandbox.scratch.write("ceph/folder/file", "1")
        try sandbox.scratch.write("outside/keep", "1")
        _ = try await sandbox.copy()
        try await sandbox.remove("ceph/folder")
        let target = sandbox.scratch.path.appending("outside").string
        let link = sandbox.scratch.path.appending("ceph/folder").string
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        _ = try await sandbox.copy()
        try await sandbox.remove("ceph/folder")
        try sandbox.scratch.write("ceph/folder/file", "2")
        _ = try await sandbox.copy()
        #expect(try await sandbox.scratch.run("find", "outside", "-type", "f") == ["outside/keep"])
        #expect(try sandbox.source("folder/file") == "2")
    }

    @Test func `a copy that an interruption left half is made good, deletions too`() async throws {
        try await makeCheckout()
        try sandbox.scratch.write("ceph/ceph.txt", "1")
        _ = try await sandbox.copy()
        try sandbox.scratch.write("ceph/src/a.cc", "changed")
        // Something of another kind where a file wants to go: the copy ends in its midst.
        try await sandbox.remove("work/source/src/a.cc")
        try sandbox.scratch.write("work/source/src/a.cc/in-the-way", "")
        await #expect(throws: (any Error).self) { try await sandbox.copy() }
        try await sandbox.remove("work/source/src/a.cc")
        try await sandbox.remove("ceph/ceph.txt")
        _ = try await sandbox.copy()
        #expect(try await sandbox.sourceFiles() == [".gitignore", "src/CMakeLists.txt", "src/a.cc"])
        #expect(try sandbox.source("src/a.cc") == "changed")
    }

    @Test func `a clean checkout has no edits`() async throws {
        try await makeCheckout()
        let tree = try await sandbox.copy()
        #expect(tree.edits == nil)
        #expect(tree.refName == "main")
        #expect(tree.commitTime == 1_700_000_000)
    }

    @Test func `edits are named, and their digest is stable`() async throws {
        try await makeCheckout()
        try sandbox.scratch.write("ceph/src/a.cc", "edited")
        try sandbox.scratch.write("ceph/new", "new")
        let first = try await sandbox.copy().edits
        #expect(first?.paths == ["new", "src/a.cc"])
        #expect(try await sandbox.copy().edits == first)
    }

    @Test func `other edits of the same files have another digest`() async throws {
        try await makeCheckout()
        try sandbox.scratch.write("ceph/src/a.cc", "edited")
        let first = try await sandbox.copy().edits?.digest
        try sandbox.scratch.write("ceph/src/a.cc", "again.")
        #expect(try await sandbox.copy().edits?.digest != first)
    }

    @Test func `a deleted file is an edit`() async throws {
        try await makeCheckout()
        try await sandbox.remove("ceph/src/a.cc")
        #expect(try await sandbox.copy().edits?.paths == ["src/a.cc"])
    }

    @Test func `the user's checkout is never written to`() async throws {
        try await makeCheckout()
        try sandbox.scratch.write("ceph/src/a.cc", "edited")
        let before = try await listing()
        _ = try await sandbox.copy()
        #expect(try await listing() == before)
    }

    @Test func `a folder that is no checkout is refused`() async throws {
        try sandbox.scratch.write("plain/file", "")
        let error = await #expect(throws: BuildFailure.self) { try await sandbox.copy("plain") }
        guard case .notACheckout = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    private func makeCheckout() async throws {
        try await sandbox.makeRepository("ceph")
        try sandbox.scratch.write("ceph/src/a.cc", "1")
        try await sandbox.commit("ceph")
    }

    private func listing() async throws -> [String] {
        try await sandbox.scratch.run("find", "ceph", "-printf", "%p %y %s %m %T@ %C@\\n").sorted()
    }
}
