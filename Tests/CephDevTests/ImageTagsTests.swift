// SPDX-License-Identifier: Apache-2.0

import Digests
import GitKit
import OCIKit
import SystemPackage
import Testing

@testable import CephBuild
@testable import CephDev

struct ImageTagsTests {
    private static let commit = "0123456789abcdef0123456789abcdef01234567"

    private static func names(
        _ refName: String,
        commit: String? = commit,
        isDirty: Bool = false,
        chosen: String? = nil
    ) throws -> [String] {
        let source = SourceTree(
            root: "/source",
            commit: try commit.map { try CommitID(parsing: $0) },
            refName: refName,
            origin: "/origin",
            commitTime: 0,
            description: nil,
            edits: isDirty ? UncommittedEdits(paths: ["a"], digest: Digest.of([1])) : nil
        )
        return try ImageTags.names(for: source, chosen.map { try ImageReference(parsing: $0) })
    }

    @Test func `a branch has a name that stays and one that moves`() throws {
        #expect(try Self.names("main") == ["ceph/daemon:main-0123456789", "ceph/daemon:main"])
    }

    @Test func `uncommitted edits show in the name that stays`() throws {
        #expect(try Self.names("main", isDirty: true) == ["ceph/daemon:main-0123456789-dirty", "ceph/daemon:main"])
    }

    @Test func `a slash in a branch becomes a dash`() throws {
        #expect(try Self.names("wip/mds") == ["ceph/daemon:wip-mds-0123456789", "ceph/daemon:wip-mds"])
    }

    @Test func `a detached commit is named once`() throws {
        #expect(try Self.names("0123456789") == ["ceph/daemon:0123456789"])
    }

    @Test func `edits on a detached commit do not take the name of the commit without them`() throws {
        #expect(try Self.names("0123456789", isDirty: true) == ["ceph/daemon:0123456789-dirty"])
    }

    @Test func `source without a commit has its name alone`() throws {
        #expect(try Self.names("local", commit: nil) == ["ceph/daemon:local"])
    }

    @Test(arguments: [true, false])
    func `a chosen name is the only one`(isDirty: Bool) throws {
        #expect(try Self.names("main", isDirty: isDirty, chosen: "me/ceph:x") == ["me/ceph:x"])
    }

    @Test(arguments: [100, 111, 112, 128, 300])
    func `a branch with a long name can be tagged, and keeps its commit`(length: Int) throws {
        let names = try Self.names(String(repeating: "x", count: length), isDirty: true)
        #expect(names.first?.hasSuffix("x-0123456789-dirty") == true)
        #expect(names.allSatisfy { $0.count <= "ceph/daemon:".count + 128 })
    }
}
