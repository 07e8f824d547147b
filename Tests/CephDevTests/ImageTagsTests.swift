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
        let tags = try ImageTags.names(for: source, chosen.map { try ImageReference(parsing: $0) })
        return try [tags.lasting?.reference()].compactMap(\.self).map(\.description) + tags.moving.map(\.description)
    }

    private static var edits: String { "-dirty-" + Digest.of([1]).hex.prefix(8) }

    @Test func `a branch has a name that stays and one that moves`() throws {
        #expect(try Self.names("main") == ["ceph/daemon:main-0123456789", "ceph/daemon:main"])
    }

    @Test func `uncommitted edits show in the name that stays, by their digest`() throws {
        let names = try Self.names("main", isDirty: true)
        #expect(names == ["ceph/daemon:main-0123456789\(Self.edits)", "ceph/daemon:main"])
    }

    @Test func `a slash in a branch becomes a dash`() throws {
        #expect(try Self.names("wip/mds") == ["ceph/daemon:wip-mds-0123456789", "ceph/daemon:wip-mds"])
    }

    @Test func `a detached commit is named once`() throws {
        #expect(try Self.names("0123456789") == ["ceph/daemon:0123456789"])
    }

    @Test func `edits on a detached commit do not take the name of the commit without them`() throws {
        #expect(try Self.names("0123456789", isDirty: true) == ["ceph/daemon:0123456789\(Self.edits)"])
    }

    @Test func `source without a commit has its moving name alone`() throws {
        #expect(try Self.names("local", commit: nil) == ["ceph/daemon:local"])
    }

    @Test(arguments: [true, false])
    func `a chosen name is the only one`(isDirty: Bool) throws {
        #expect(try Self.names("main", isDirty: isDirty, chosen: "me/ceph:x") == ["me/ceph:x"])
    }

    @Test(arguments: [100, 102, 103, 128, 300])
    func `a branch with a long name can be tagged, and keeps its commit`(length: Int) throws {
        let names = try Self.names(String(repeating: "x", count: length), isDirty: true)
        #expect(names.first?.hasSuffix("x-0123456789\(Self.edits)") == true)
        #expect(names.allSatisfy { $0.count <= "ceph/daemon:".count + 128 })
    }

    @Test(arguments: [4, 128])
    func `an image whose name is taken has its id in the name`(length: Int) throws {
        let id = Digest.of([2])
        let lasting = ImageTags.Lasting(
            repository: "ceph/daemon",
            ref: String(repeating: "x", count: length),
            suffix: "-0123456789"
        )
        let tag = try #require(lasting.reference(apart: id).tag)
        #expect(tag.hasPrefix("xxxx") && tag.hasSuffix("-0123456789-\(id.hex.prefix(8))") && tag.count <= 128)
    }

    @Test func `of the names that an image bears, the one with its commit stays`() throws {
        let labels = ["org.opencontainers.image.revision": Self.commit]
        let names = ["ceph/daemon:main-0123456789", "ceph/daemon:main", "me/ceph:x"]
        let tags = try ImageTags.names(names, of: labels)
        #expect(try tags.lasting?.reference().description == names[0])
        #expect(tags.moving.map(\.description) == Array(names.dropFirst()))
        #expect(try ImageTags.names(names, of: [:]).moving.count == 3)
    }
}
