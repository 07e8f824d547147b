// SPDX-License-Identifier: Apache-2.0

import Digests
import OCIKit
import Testing

struct ImageManifestTests {
    private static let digest = Digest.of("x".utf8)

    private static func layer(_ type: String, _ digest: String = digest.description, _ size: String = "3") -> String {
        #"{"mediaType":"\#(type)","digest":"\#(digest)","size":\#(size)}"#
    }

    private static let configuration = layer("application/vnd.oci.image.config.v1+json")
    private static let zstd = "application/vnd.oci.image.layer.v1.tar+zstd"
    private static let docker = "application/vnd.docker.image.rootfs.diff.tar.gzip"

    private static func manifest(_ layers: String...) -> [UInt8] {
        Array(#"{"schemaVersion":2,"config":\#(configuration),"layers":[\#(layers.joined(separator: ","))]}"#.utf8)
    }

    @Test func `layers are read in order, with docker's names as with OCI's`() throws {
        let read = try ImageManifest(json: Self.manifest(Self.layer(Self.docker), Self.layer(Self.zstd)))
        #expect(read.layers.map(\.mediaType) == [.dockerLayerGzip, .layerZstd])
        #expect(read.layers.map(\.mediaType.oci) == [.layerGzip, .layerZstd])
        #expect(read.layers.allSatisfy { $0.digest == Self.digest && $0.size == 3 })
    }

    @Test func `what is written is read back`() throws {
        let written = ImageManifest(
            configuration: Descriptor(.configuration, Self.digest, size: 2),
            layers: [Descriptor(.layerZstd, Self.digest, size: 9), Descriptor(.layer, Self.digest, size: 0)]
        )
        #expect(try ImageManifest(json: written.encoded()) == written)
    }

    @Test(arguments: [
        "", "[]", "{", #"{"config":{}}"#, #"{"schemaVersion":1,"fsLayers":[]}"#,
        #"{"config":\#(configuration),"layers":[{}]}"#,
        #"{"config":\#(configuration),"layers":[\#(configuration)]}"#,
        #"{"config":\#(configuration),"layers":[\#(layer(zstd, "sha256:12"))]}"#,
        #"{"config":\#(configuration),"layers":[\#(layer(zstd, "../../etc/passwd"))]}"#,
        #"{"config":\#(configuration),"layers":[\#(layer(zstd, digest.description, "-1"))]}"#,
        #"{"config":\#(configuration),"layers":[\#(layer("text/html"))]}"#,
    ])
    func `a document that is no manifest is refused`(json: String) {
        #expect(throws: OCIError.self) { try ImageManifest(json: Array(json.utf8)) }
    }

    @Test func `a list leads to its image manifests, and to nothing else in it`() throws {
        let entries = [Self.layer("application/vnd.docker.distribution.manifest.v2+json"), Self.layer("text/html")]
        let list = Array(#"{"manifests":[\#(entries.joined(separator: ","))]}"#.utf8)
        #expect(try ImageManifest.manifests(inList: list)?.map(\.mediaType) == [.dockerManifest])
        #expect(try ImageManifest.manifests(inList: Self.manifest()) == nil)
    }
}
