// SPDX-License-Identifier: Apache-2.0

import CephDev
import Digests
import OCIKit
import Reporting
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium)) struct InspectServiceTests {
    private let images: DiskImages
    private let service: InspectService

    init() async throws {
        images = try DiskImages()
        service = InspectService(
            workspace: try Workspace(at: images.workspace, cache: images.cache),
            reporter: .silent,
            engine: nil
        )
        try await images.make(
            "a",
            [
                [("usr/bin/ceph-mds", "old"), ("usr/bin/sh", "sh"), ("etc/os-release", "ID=x")],
                [("usr/bin/ceph-mds", "\u{7f}ELFnew"), ("usr/share/ceph/mgr/x.py", "py")],
            ]
        )
    }

    @Test func `every file that cephdev put in is told with its origin, and no other`() async throws {
        let report = try await service.inspect(images.location("a"), called: "a")
        #expect(report.files.map(\.path) == ["/usr/bin/ceph-mds", "/usr/share/ceph/mgr/x.py"])
        let mds = try #require(report.files.first)
        #expect(mds.sha256 == Digest.of("\u{7f}ELFnew".utf8) && mds.size == 7 && mds.cmakeTarget == "ceph-mds")
        #expect(mds.component == "mds" && mds.commit == "0123456789abc" && mds.edits == "01234567")
        #expect(report.files[1].component == "mgr" && report.files[1].cmakeTarget == nil)
        #expect(report.fileCount == 4)
    }

    @Test func `layers are told with what made them`() async throws {
        let report = try await service.inspect(images.location("a"), called: "a")
        #expect(report.layers.map(\.component) == [nil, "mds"])
        #expect(report.layers.map(\.commit) == [nil, "0123456789abc"])
        #expect(report.layers.map(\.fileCount) == [3, 2])
        #expect(report.labels["org.opencontainers.image.revision"] == "0123456789abc")
        #expect(report.layers.allSatisfy { $0.digest != nil && $0.compressedSize != nil })
    }

    @Test(arguments: ["/usr/bin/ceph-mds", "usr/bin/ceph-mds", "usr/./bin//ceph-mds"])
    func `one file is told of`(path: String) async throws {
        let file = try await service.inspect(file: path, of: images.location("a"), called: "a")
        #expect(file.component == "mds" && file.mode == "644")
    }

    @Test func `a file of the base has a layer and no origin`() async throws {
        let file = try await service.inspect(file: "/usr/bin/sh", of: images.location("a"), called: "a")
        #expect(file.layer != nil && file.component == nil && file.commit == nil)
    }

    @Test(arguments: ["/no/such", "../etc/os-release", "/usr/bin/sh/x"])
    func `a file that is not there is refused`(path: String) async throws {
        await #expect(throws: (any Error).self) {
            try await service.inspect(file: path, of: images.location("a"), called: "a")
        }
    }

    @Test func `an unpacked file system is told of, file by file`() async throws {
        let folder = images.scratch.path.appending("a-1")
        let report = try await service.inspect(.rootFileSystem(folder), called: "x")
        #expect(report.files.map(\.path) == ["/usr/bin/ceph-mds", "/usr/share/ceph/mgr/x.py"])
        #expect(report.layers.isEmpty && report.id == nil && report.byteCount == 9)
        let file = try await service.inspect(file: "usr/bin/ceph-mds", of: .rootFileSystem(folder), called: "x")
        #expect(file.sha256 == Digest.of("\u{7f}ELFnew".utf8) && file.layer == nil)
    }
}
