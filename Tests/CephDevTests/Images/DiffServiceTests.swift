// SPDX-License-Identifier: Apache-2.0

import CephDev
import OCIKit
import Reporting
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium)) struct DiffServiceTests {
    private let images: DiskImages
    private let service: DiffService

    init() async throws {
        images = try DiskImages()
        service = DiffService(
            workspace: try Workspace(at: images.workspace, cache: images.cache),
            reporter: .silent,
            engine: nil
        )
        let base = [(path: "etc/os-release", text: "ID=x"), (path: "usr/gone", text: "gone")]
        try await images.make("old", [base, [("usr/bin/ceph-mds", "1"), ("usr/bin/ceph-osd", "one")]])
        try await images.make(
            "new",
            [base, [("usr/bin/ceph-mds", "22"), ("usr/bin/ceph-osd", "one"), ("usr/.wh.gone", ""), ("usr/more", "m")]]
        )
    }

    @Test func `files are told that were added, removed or changed`() async throws {
        let difference = try await service.compare(images.location("old"), images.location("new"))
        #expect(difference.files.map(\.path) == ["/usr/bin/ceph-mds", "/usr/gone", "/usr/more"])
        #expect(difference.files.map(\.change) == [.changed, .removed, .added])
        #expect(difference.files.map(\.oldSize) == [1, 4, nil] && difference.files.map(\.newSize) == [2, nil, 1])
    }

    @Test func `the base's layer is shared, and not pulled`() async throws {
        let difference = try await service.compare(images.location("old"), images.location("new"))
        #expect(difference.layers.shared.count == 1)
        #expect(difference.layers.removed.count == 1 && difference.layers.added.map(\.component) == ["mds"])
        let manifest = try ImageManifest(json: Array(await raw("new").utf8))
        #expect(difference.pull.byteCount == manifest.layers[1].size + manifest.configuration.size)
        let whole = manifest.layers.reduce(0) { $0 + $1.size } + manifest.configuration.size
        #expect(difference.pull.wholeByteCount == whole && difference.pull.isCompressed)
    }

    @Test func `an image and itself do not differ`() async throws {
        let difference = try await service.compare(images.location("old"), images.location("old"))
        #expect(difference.files.isEmpty && difference.pull.byteCount == 0)
        #expect(difference.layers.added.isEmpty && difference.layers.shared.count == 2)
    }

    @Test func `layers that are packed in another way are pulled again, and are the same`() async throws {
        let place = images.scratch.path.appending("layout")
        try await images.scratch.run(
            "sh",
            "-ec",
            "skopeo --insecure-policy copy -q oci:\(place):old docker-archive:old.tar"
        )
        let archive = ImageLocation.dockerArchive(images.scratch.path.appending("old.tar"), name: nil)
        let packed = try await service.compare(images.location("old"), archive)
        #expect(packed.files.isEmpty && packed.pull.byteCount == 0 && !packed.pull.isCompressed)
    }

    @Test func `an unpacked file system has no layers to compare`() async throws {
        await #expect(throws: InspectFailure.self) {
            try await service.compare(.rootFileSystem("/"), images.location("old"))
        }
    }

    private func raw(_ name: String) async throws -> String {
        try await images.scratch.run("sh", "-c", "skopeo inspect --raw oci:layout:\(name)").joined(separator: "\n")
    }
}
