// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import FoundationEssentials
import ImageAssembly
import OCIKit
import SystemPackage
import TestSupport
import Testing

/// Images in every form, with skopeo, umoci and tar as judges.
@Suite(.tags(.medium)) struct ImageReaderTests {
    private static let forms: [(destination: String, options: String)] = [
        ("oci:copy:x", ""), ("oci-archive:copy.tar:x", ""), ("docker-archive:copy.tar:a/b:x", ""),
        ("oci:copy:x", "--dest-compress-format=zstd --dest-compress"),
        ("oci-archive:copy.tar:x", "--dest-compress-format=zstd --dest-compress"),
    ]

    /// The image that skopeo wrote to `destination`.
    private func read(_ destination: String, of sample: LayoutSample) async throws -> OpenedImage {
        let scratch = sample.scratch.path
        switch try ImageLocation(parsing: destination) {
        case .layout(let path, let name): return try await sample.reader.read(layout: scratch.pushing(path), name: name)
        case .layoutArchive(let path, let name):
            return try await sample.reader.read(layoutArchive: scratch.pushing(path), name: name)
        case .dockerArchive(let path, let name):
            return try await sample.reader.read(dockerArchive: scratch.pushing(path), name: name)
        default: throw CancellationError()
        }
    }

    @Test(arguments: forms)
    func `what skopeo writes is the same image in every form`(destination: String, options: String) async throws {
        let sample = try await LayoutSample()
        try await sample.copy("docker-archive:docker.tar", destination, options)
        let opened = try await read(destination, of: sample)
        try await sample.scratch.run("sh", "-c", "skopeo inspect --config --raw \(destination) > skopeo.json")
        #expect(opened.image.id == Digest.of(try LayoutSample.bytes(sample.scratch.path.appending("skopeo.json"))))
        let diffIDs = try ["one.tar", "two.tar"].map {
            Digest.of(try LayoutSample.bytes(sample.scratch.path.appending($0)))
        }
        #expect(opened.image.layers.map(\.diffID) == diffIDs)
        #expect(opened.image.configuration.labels == ["a": "b"])
        let raw = try await sample.scratch.run("sh", "-c", "skopeo inspect --raw \(destination)").joined(
            separator: "\n"
        )
        if !destination.hasPrefix("docker-archive") {
            #expect(opened.manifest == (try ImageManifest(json: Array(raw.utf8))))
            #expect(opened.manifestDigest == Digest.of(raw.utf8))
        }
    }

    @Test func `the tree is what umoci unpacks`() async throws {
        let sample = try await LayoutSample()
        try await sample.scratch.run("umoci", "unpack", "--image", "layout:main", "bundle")
        let unpacked = try DirectoryScanner.scan(sample.scratch.path.appending("bundle/rootfs")).entries
        let tree = try await sample.read("main").image.tree.entries.filter { $0.path != .root }
        #expect(tree.map(\.path) == unpacked.map(\.path))
        #expect(tree.map(\.kind) == unpacked.map(\.kind))
    }

    @Test func `what was read once is known without its layers`() async throws {
        let sample = try await LayoutSample()
        let first = try await sample.read()
        let layers = first.manifest?.layers ?? []
        #expect(layers.count == 2)
        for layer in layers { try await sample.scratch.run("rm", sample.blob(layer.digest)) }
        #expect(try await sample.read().image.tree == first.image.tree)
        try await sample.forget()
        await #expect(throws: LayoutFailure.self) { try await sample.read() }
    }

    // MARK: Several images

    @Test func `one of several images is chosen by its name`() async throws {
        let sample = try await LayoutSample()
        try await sample.scratch.run("sh", "-ec", "umoci config --image layout:main --tag other --config.label x=y")
        #expect(try await sample.read("other").image.configuration.labels == ["a": "b", "x": "y"])
        #expect(try await sample.read("main").image.configuration.labels == ["a": "b"])
        await #expect { try await sample.read() } throws: { error in
            if case .severalImages(_, let known) = error as? LayoutFailure {
                known == ["main", "other"]
            } else {
                false
            }
        }
        await #expect { try await sample.read("none") } throws: { error in
            if case .noSuchImage("none", _, let known) = error as? LayoutFailure { known.count == 2 } else { false }
        }
    }

    @Test func `of an image for several platforms the host's is read, through lists in lists`() async throws {
        let sample = try await LayoutSample()
        let id = try await sample.read().image.id
        let own = try await sample.manifest(more: Self.platform(Platform.host.architecture))
        let foreign = try sample.add("{}", .manifest, more: Self.platform("mips"))
        let inner = try sample.add(#"{"manifests":[\#(foreign),\#(own)]}"#, .index)
        let outer = try sample.add(#"{"manifests":[\#(inner)]}"#, .dockerList)
        try sample.writeIndex(outer)
        #expect(try await sample.read().image.id == id)
        try sample.writeIndex(foreign)
        await #expect { try await sample.read() } throws: { error in
            if case .wrongPlatform(_, _, ["linux/mips"]) = error as? LayoutFailure { true } else { false }
        }
    }

    @Test func `lists that lead on and on are refused`() async throws {
        let sample = try await LayoutSample()
        var entry = try await sample.manifest()
        for _ in 0..<8 { entry = try sample.add(#"{"manifests":[\#(entry)]}"#, .index) }
        try sample.writeIndex(entry)
        await #expect { try await sample.read() } throws: { error in
            if case .tooDeep = error as? LayoutFailure { true } else { false }
        }
    }

    private static func platform(_ architecture: String) -> String {
        #","platform":{"os":"linux","architecture":"\#(architecture)"}"#
    }
}
