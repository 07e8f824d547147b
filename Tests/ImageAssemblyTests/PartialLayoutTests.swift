// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
import OCIKit
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

/// What podman is given, as skopeo reads it.
@Suite(.tags(.medium)) struct PartialLayoutTests {
    private let scratch: ScratchDirectory
    private let image: Image
    private let place: String

    init() throws {
        scratch = try ScratchDirectory()
        let (image, store) = try Assembly.image(in: scratch)
        self.image = image
        let folder = scratch.path.appending("layout")
        place = "oci:\(folder):localhost/cephdev/x:1"
        try PartialLayout(image: image, name: "localhost/cephdev/x:1", store: store).write(to: folder)
    }

    @Test func `skopeo reads the manifest, with every layer by its uncompressed digest`() async throws {
        let manifest = try await json("--raw")
        let layers = manifest["layers"]?.array ?? []
        let expected = [Assembly.diffID] + image.layers.map(\.diffID)
        #expect(layers.map { $0["digest"]?.string } == expected.map(\.description))
        let sizes = [1024] + image.layers.map(\.byteCount)
        #expect(layers.map { $0["size"] } == sizes.map { JSONValue.integer($0) })
        #expect(manifest["config"]?["digest"]?.string == image.id.description)
    }

    @Test func `skopeo reads the configuration as it was assembled`() async throws {
        let expected = try JSONDecoder().decode(JSONValue.self, from: Data(image.configuration))
        #expect(try await json("--config", "--raw") == expected)
    }

    @Test func `every blob of our own is there, and none of the base's`() async throws {
        let lines = try await scratch.run("sh", "-c", "cd layout/blobs/sha256 && sha256sum *")
        let digests = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(digests.allSatisfy { $0[0] == $0[1] })
        #expect(digests.count == image.layers.count + 2)
        #expect(!scratch.exists("layout/blobs/sha256/\(Assembly.diffID.hex)"))
    }

    private func json(_ options: String...) async throws -> JSONValue {
        let words = (["skopeo", "inspect"] + options + [place]).joined(separator: " ")
        let lines = try await scratch.run("sh", "-c", words)
        return try JSONDecoder().decode(JSONValue.self, from: Data(lines.joined(separator: "\n").utf8))
    }
}
