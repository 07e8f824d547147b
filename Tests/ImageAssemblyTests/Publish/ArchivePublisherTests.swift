// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import FoundationEssentials
import OCIKit
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

/// An image in one file, as skopeo and umoci read it.
@Suite(.tags(.medium)) struct ArchivePublisherTests {
    private let scratch: ScratchDirectory
    private let store: ContentStore
    private let packed: PackedImage

    init() async throws {
        scratch = try ScratchDirectory()
        let (image, store) = try Assembly.image(in: scratch)
        self.store = store
        let compressor = LayerCompressor(store: store, compression: .gzip)
        try await compressor.compress(Set(image.layers.map(\.diffID)))
        let blobs = try image.layers.map { layer in
            let blob = try #require(try compressor.packed(layer.diffID))
            let descriptor = Descriptor(.layerGzip, blob.digest, size: blob.byteCount)
            return PackedImage.Blob(descriptor: descriptor, name: layer.name, origin: nil)
        }
        // Without the base, which is in no store here.
        let diffIDs = image.layers.map { "\"\($0.diffID)\"" }.joined(separator: ",")
        let rootfs = #""rootfs":{"type":"layers","diff_ids":[\#(diffIDs)]}"#
        let configuration = #"{"architecture":"amd64","os":"linux","config":{},\#(rootfs)}"#
        packed = try PackedImage(configuration: Array(configuration.utf8), layers: blobs, store: store)
    }

    @Test func `skopeo finds the image with all its blobs, and copies it`() async throws {
        try await publish("image.tar")
        let digest = try await scratch.run("skopeo", "inspect", "--format", "{{.Digest}}", "oci-archive:image.tar")
        #expect(digest == [packed.manifest.digest.description])
        try await scratch.run("skopeo", "copy", "--preserve-digests", "oci-archive:image.tar", "dir:copy")
        try await scratch.run("skopeo", "copy", "docker-archive:image.tar", "dir:docker-copy")
    }

    @Test func `umoci unpacks the files`() async throws {
        try await publish("image.tar")
        try await scratch.run("mkdir", "layout")
        try await scratch.run("tar", "-xf", "image.tar", "-C", "layout")
        try await scratch.run("umoci", "raw", "unpack", "--rootless", "--image", "layout:name:1", "root")
        #expect(try scratch.read("root/usr/mds") == "mds" && scratch.read("root/usr/plugins") == "plugins")
    }

    @Test func `the same image gives the same bytes`() async throws {
        try await publish("one.tar")
        try await publish("two.tar")
        try await scratch.run("cmp", "one.tar", "two.tar")
    }

    @Test func `a file that cannot be written is named, and nothing is left of it`() async throws {
        await #expect(throws: ImageFailure.self) { try await publish("no/such/folder/image.tar") }
        #expect(!scratch.exists("no"))
    }

    @Test func `an archive that cannot be finished leaves the old one`() async throws {
        try scratch.write("image.tar", "old")
        try FileManager.default.removeItem(atPath: store.path(of: packed.blobs[1].descriptor.digest).string)
        await #expect(throws: (any Error).self) { try await publish("image.tar") }
        #expect(try scratch.read("image.tar") == "old")
        #expect(try await scratch.run("sh", "-c", "ls | grep part || true") == [])
    }

    private func publish(_ name: String) async throws {
        _ = try await ArchivePublisher(store: store).publish(packed, as: "name:1", to: scratch.path.appending(name))
    }
}
