// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import FileTree
import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

/// With find and tar of this host.
@Suite(.tags(.medium)) struct InstallDeliveryTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("far/usr/bin/ceph-mds", "mds")
        try scratch.write("far/usr/bin/ceph-osd", "osd")
        try scratch.write("far/usr/empty", "")
        try scratch.write("near/keep", "")
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path.appending(name).string,
            withDestinationPath: target
        )
    }

    /// Gives the paths whose bytes came.
    @discardableResult
    private func deliver() async throws -> [String] {
        let find = "cd far; find . -mindepth 1 -printf '%y %m %s %T@ %p\\0%l\\0' >../listing"
        try await scratch.run("sh", "-c", find.replacing("../listing", with: "\(scratch.path)/listing"))
        let entries = try FarEntry.parse(scratch.bytes("listing"), engine: "docker")
        let delivery = InstallDelivery(of: entries, to: scratch.path.appending("near"))
        let missing = try await delivery.begin()
        let names = missing.map { "./\($0.path.string)" }
        guard !names.isEmpty else { return [] }
        try scratch.write("names", names.map { $0 + "\0" }.joined())
        try await scratch.run(
            "tar",
            "--create",
            "--file",
            "archive",
            "--directory",
            "far",
            "--null",
            "--no-recursion",
            "--files-from",
            "names"
        )
        try scratch.reading("archive") { try delivery.receive(missing, from: $0) {} }
        return names
    }

    private func listing(_ folder: String) async throws -> [String] {
        try await scratch.run("find", folder, "-mindepth", "1", "!", "-type", "d", "-printf", "%P %y %m %s %T@ %l\\n")
            .sorted()
    }

    @Test func `the folder becomes what the volume is, with modes and times`() async throws {
        try await scratch.run("chmod", "4755", "far/usr/bin/ceph-mds")
        try link("far/usr/link", to: "bin/ceph-mds")
        #expect(try await deliver() == ["./usr/bin/ceph-mds", "./usr/bin/ceph-osd"])
        #expect(try await strip(listing("near")) == strip(listing("far")))
        #expect(try scratch.read("near/usr/bin/ceph-osd") == "osd")
    }

    @Test func `only what changed comes, and what went goes`() async throws {
        try await deliver()
        #expect(try await deliver().isEmpty)
        try scratch.write("far/usr/bin/ceph-osd", "another")
        try await scratch.run("rm", "far/usr/empty")
        #expect(try await deliver() == ["./usr/bin/ceph-osd"])
        #expect(try await strip(listing("near")) == strip(listing("far")))
    }

    @Test func `files, folders and links take each other's places`() async throws {
        try await deliver()
        try await scratch.run("rm", "-r", "far/usr/bin", "far/usr/empty")
        try scratch.write("far/usr/empty/now", "a folder")
        try link("far/usr/bin", to: "/etc")
        #expect(try await deliver() == ["./usr/empty/now"])
        #expect(try await strip(listing("near")) == strip(listing("far")))
    }

    @Test func `a file that came only in part is not taken for whole`() async throws {
        try await deliver()
        try scratch.write("near/usr/bin/ceph-osd", "os")
        #expect(try await deliver() == ["./usr/bin/ceph-osd"])
    }

    @Test func `a file that does not come is an error`() throws {
        let entry = FarEntry(path: try .init(parsing: "a"), kind: .file, mode: 0o644, byteCount: 1, modified: 0)
        try scratch.write("archive", [UInt8](repeating: 0, count: 1024))
        let delivery = InstallDelivery(of: [entry], to: scratch.path.appending("near"))
        #expect(throws: ArchiveError.self) {
            try scratch.reading("archive") { try delivery.receive([entry], from: $0) {} }
        }
    }

    /// A link's own time says nothing.
    private func strip(_ lines: [String]) -> [String] {
        lines.map { $0.contains(" l ") ? $0.replacing(/\d+\.\d+/, with: "") : $0 }
    }
}
