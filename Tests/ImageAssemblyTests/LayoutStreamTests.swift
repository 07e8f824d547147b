// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
import OCIKit
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

/// What docker with containerd's image store is given, as tar and skopeo read it.
@Suite(.tags(.medium)) struct LayoutStreamTests {
    private let scratch: ScratchDirectory
    private let image: Image
    private let store: ContentStore

    init() throws {
        scratch = try ScratchDirectory()
        (image, store) = try Assembly.image(in: scratch, naming: .manifest)
    }

    @Test func `of the layers only those that are asked for are inside, each under its digest`() async throws {
        try write(Array(image.layers.dropFirst()))
        let lines = try await scratch.run("sh", "-c", "tar -xf a.tar && cd blobs/sha256 && sha256sum * && ls ../..")
        let blobs = lines.map { $0.split(separator: " ").map(String.init) }.filter { $0.count == 2 }
        #expect(blobs.allSatisfy { $0[0] == $0[1] })
        let expected = [image.layers[1].diffID, image.configurationDigest, image.id].map(\.hex)
        #expect(Set(blobs.map { $0[0] }) == Set(expected))
        #expect(lines.contains("oci-layout") && lines.contains("index.json"))
    }

    @Test func `skopeo reads the manifest that the image is named by`() async throws {
        try write(image.layers)
        let raw = try await scratch.run("sh", "-c", "tar -xf a.tar && skopeo inspect --raw oci:. | sha256sum")
        #expect(raw.first?.prefix(64) == image.id.hex[...])
    }

    @Test func `every name stands in the index as containerd writes it`() async throws {
        try write([], names: ["x:y", "a/b:moving", "localhost/c/d:e"])
        let index = try await scratch.run("tar", "-xOf", "a.tar", "index.json").joined()
        let entries = try JSONDecoder().decode(JSONValue.self, from: Data(index.utf8))["manifests"]?.array ?? []
        #expect(entries.allSatisfy { $0["digest"]?.string == image.id.description })
        let names = entries.map { $0["annotations"]?["io.containerd.image.name"]?.string }
        #expect(names == ["docker.io/library/x:y", "docker.io/a/b:moving", "localhost/c/d:e"])
    }

    private func write(_ layers: [Layer], names: [String] = ["x:y"]) throws {
        let path = scratch.path.appending("a.tar")
        let file = try FileDescriptor.open(path, .writeOnly, options: .create, permissions: .ownerReadWrite)
        let blobs = layers.map { store.loadable($0) }
        try file.closeAfter { try LayoutStream(image: image, names: names, blobs: blobs).write(to: file) }
    }
}
