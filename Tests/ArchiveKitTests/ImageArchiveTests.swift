// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import FileTree
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

struct ImageArchiveTests {
    private let scratch: ScratchDirectory
    private let lower: [UInt8]
    private let upper: [UInt8]

    init() throws {
        scratch = try ScratchDirectory()
        lower = try archive { writer in
            try writer.addFile("etc/os-release", Array("ID=one".utf8))
            try writer.addFile("etc/gone", Array("gone".utf8))
        }
        upper =
            try archive { writer in
                try writer.addFile("etc/os-release", Array("ID=two".utf8))
                try writer.addEmptyFile(TreePath(parsing: "etc/.wh.gone"), modified: 1)
            } + [UInt8](repeating: 0, count: 20 * 512)
    }

    private func configuration(_ layers: [[UInt8]]) -> [UInt8] {
        let digests = layers.map { "\"\(Digest.of($0))\"" }.joined(separator: ",")
        return Array(#"{"os":"linux","rootfs":{"type":"layers","diff_ids":[\#(digests)]}}"#.utf8)
    }

    private func manifest(_ configuration: String, _ layers: [String]) -> [UInt8] {
        let names = layers.map { "\"\($0)\"" }.joined(separator: ",")
        return Array(#"[{"Config":"\#(configuration)","RepoTags":null,"Layers":[\#(names)]}]"#.utf8)
    }

    private func read(_ name: String = "image.tar") throws -> ImageArchive {
        try scratch.reading(name) { try ImageArchive.read($0) }
    }

    /// Docker until 24: a directory for each layer, the manifest last.
    private func writeLegacy(_ configuration: [UInt8], _ manifest: [UInt8]) throws {
        try scratch.write(
            "image.tar",
            archive { writer in
                try writer.addFolder("aa")
                try writer.addFile("aa/VERSION", Array("1.0".utf8))
                try writer.addFile("aa/layer.tar", lower)
                try writer.addFile("bb/layer.tar", upper)
                try writer.addSymlink("cc/layer.tar", "../bb/layer.tar")
                try writer.addFile("config.json", configuration)
                try writer.addFile("manifest.json", manifest)
            }
        )
    }

    private func expectImage(_ image: ImageArchive, layers: [[UInt8]]) throws {
        #expect(image.configuration == configuration(layers))
        #expect(image.configurationDigest == Digest.of(configuration(layers)))
        #expect(image.layers.map(\.diffID) == layers.map { Digest.of($0) })
        #expect(image.layers.map(\.byteCount) == layers.map { Int64($0.count) })
        #expect(image.tree.entries.map(\.path.string) == ["etc", "etc/os-release"])
    }

    @Test func `an archive of one directory for each layer is read`() throws {
        try writeLegacy(configuration([lower, upper]), manifest("config.json", ["aa/layer.tar", "bb/layer.tar"]))
        try expectImage(read(), layers: [lower, upper])
    }

    @Test func `a layer that is a link to another is that layer`() throws {
        let layers = [lower, upper, upper]
        try writeLegacy(
            configuration(layers),
            manifest("config.json", ["aa/layer.tar", "cc/layer.tar", "bb/layer.tar"])
        )
        try expectImage(read(), layers: layers)
    }

    @Test(arguments: ["cat", "gzip -c", "zstd -qc"])
    func `an archive of blobs is read, its layers compressed or not`(compressor: String) async throws {
        try scratch.write("upper.tar", upper)
        try await scratch.run("sh", "-ec", "\(compressor) upper.tar > upper")
        let blob = try [UInt8](Data(contentsOf: URL(filePath: scratch.path.appending("upper").string)))
        let json = configuration([lower, upper])
        let names = [lower, blob, json].map { "blobs/sha256/\(Digest.of($0).hex)" }
        try scratch.write(
            "image.tar",
            archive { writer in
                try writer.addFile("manifest.json", manifest(names[2], [names[0], names[1]]))
                try writer.addFile(names[2], json)
                try writer.addFile(names[1], blob)
                try writer.addFile("index.json", Array("{}".utf8))
                try writer.addFile(names[0], lower)
            }
        )
        try expectImage(read(), layers: [lower, upper])
    }

    @Test func `hard links between layers and a compressed archive are read`() async throws {
        try scratch.write("a.tar", lower)
        try scratch.write("config.json", configuration([lower, lower]))
        try scratch.write("manifest.json", manifest("config.json", ["a.tar", "b.tar"]))
        try await scratch.run(
            "sh",
            "-ec",
            "ln a.tar b.tar; tar -czf image.tar ./a.tar ./b.tar ./config.json ./manifest.json"
        )
        #expect(try read().layers.map(\.diffID) == [Digest.of(lower), Digest.of(lower)])
    }

    @Test func `skopeo's archive of an image is read`() async throws {
        let json = configuration([lower, upper])
        try writeLegacy(json, manifest("config.json", ["aa/layer.tar", "bb/layer.tar"]))
        try await scratch.run(
            "skopeo",
            "--insecure-policy",
            "copy",
            "-q",
            "docker-archive:image.tar",
            "docker-archive:copy.tar:a/b:c"
        )
        try expectImage(read("copy.tar"), layers: [lower, upper])
    }

    @Test func `a layer that is not the one the configuration names is refused`() throws {
        try writeLegacy(configuration([lower, lower]), manifest("config.json", ["aa/layer.tar", "bb/layer.tar"]))
        let error = ArchiveError.diffIDMismatch(layer: 1, expected: .of(lower), found: .of(upper))
        #expect(throws: error) { try read() }
    }

    @Test func `a manifest and a configuration of different lengths are refused`() throws {
        try writeLegacy(configuration([lower, upper]), manifest("config.json", ["aa/layer.tar"]))
        #expect(throws: ArchiveError.layerCountMismatch(manifest: 1, configuration: 2)) { try read() }
    }

    @Test(arguments: [
        (#"[{"Config":"none.json","Layers":[]}]"#, ArchiveError.memberMissing("none.json")),
        (#"[{"Config":"../config.json","Layers":[]}]"#, .unusableName(.leavesRoot("../config.json"))),
        (#"[]"#, .imageCount(0)),
        (#"[{"Config":"config.json","Layers":[]},{"Config":"config.json","Layers":[]}]"#, .imageCount(2)),
        (#"[{"Config":"config.json","Layers":["no/layer.tar","aa/layer.tar"]}]"#, .memberMissing("no/layer.tar")),
    ])
    func `a manifest that names what is not there is refused`(manifest: String, error: ArchiveError) throws {
        try writeLegacy(configuration([lower, upper]), Array(manifest.utf8))
        #expect(throws: error) { try read() }
    }

    @Test(arguments: ["", "{}", "[{}]", "[", #"[{"Config":1}]"#])
    func `a manifest that is no manifest is refused`(manifest: String) throws {
        try writeLegacy(configuration([lower, upper]), Array(manifest.utf8))
        #expect {
            try read()
        } throws: { error in
            if case .malformedJSON(member: "manifest.json", _) = error as? ArchiveError { true } else { false }
        }
    }

    @Test func `an archive without a manifest or cut short is refused`() async throws {
        try writeLegacy(configuration([lower, upper]), manifest("config.json", ["aa/layer.tar", "bb/layer.tar"]))
        for size in [0, 1000, 3000, 4096] {
            try await scratch.run("sh", "-ec", "head -c \(size) image.tar > cut.tar")
            #expect(throws: ArchiveError.self, "\(size) bytes") { try read("cut.tar") }
        }
    }
}
