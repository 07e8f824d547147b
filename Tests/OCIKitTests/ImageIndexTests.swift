// SPDX-License-Identifier: Apache-2.0

import Digests
import OCIKit
import Testing

struct ImageIndexTests {
    private static let amd64 = Platform(operatingSystem: "linux", architecture: "amd64")
    private static let arm64 = Platform(operatingSystem: "linux", architecture: "arm64")

    /// An entry of an index in JSON.
    private static func entry(
        _ content: String,
        platform: String? = nil,
        name: String? = nil,
        type: MediaType = .manifest
    ) -> String {
        let parts = [
            #""mediaType":"\#(type.rawValue)","size":1,"digest":"\#(Digest.of(content.utf8))""#,
            platform.map { #""platform":{"os":"linux","architecture":"\#($0)"}"# },
            name.map { #""annotations":{"org.opencontainers.image.ref.name":"\#($0)"}"# },
        ]
        return "{" + parts.compactMap(\.self).joined(separator: ",") + "}"
    }

    private static func index(_ entries: String...) throws -> ImageIndex {
        try ImageIndex(json: Array(#"{"schemaVersion":2,"manifests":[\#(entries.joined(separator: ","))]}"#.utf8))
    }

    private static func digests(_ entries: [ImageIndex.Entry]) -> [Digest] { entries.map(\.descriptor.digest) }

    @Test func `the entry for the platform is found among those for others`() throws {
        let index = try Self.index(Self.entry("a", platform: "arm64"), Self.entry("b", platform: "amd64"))
        #expect(Self.digests(index.entries(named: nil, for: Self.amd64)) == [Digest.of("b".utf8)])
        #expect(Self.digests(index.entries(named: nil, for: Self.arm64)) == [Digest.of("a".utf8)])
    }

    @Test func `an entry that names no platform is for all`() throws {
        let index = try Self.index(Self.entry("a"), Self.entry("b", platform: "arm64"))
        #expect(Self.digests(index.entries(named: nil, for: Self.amd64)) == [Digest.of("a".utf8)])
    }

    @Test func `nothing is found where all is for other platforms`() throws {
        let index = try Self.index(Self.entry("a", platform: "arm64"), Self.entry("b", platform: "unknown"))
        #expect(index.entries(named: nil, for: Self.amd64).isEmpty)
    }

    @Test func `an image is found by its name`() throws {
        let index = try Self.index(Self.entry("a", name: "x"), Self.entry("b", name: "y"))
        #expect(Self.digests(index.entries(named: "y", for: Self.amd64)) == [Digest.of("b".utf8)])
        #expect(index.entries(named: "z", for: Self.amd64).isEmpty)
        #expect(index.entries(named: nil, for: Self.amd64).count == 2)
    }

    @Test func `further lists count, layers and artifacts do not`() throws {
        let index = try Self.index(
            Self.entry("a", type: .index),
            Self.entry("b", type: .layer),
            #"{"mediaType":"application/x","size":1,"digest":"sha256:0"}"#,
            Self.entry("c", type: .dockerList)
        )
        #expect(index.entries.map(\.descriptor.mediaType.oci) == [.index, .index])
    }

    @Test(arguments: ["", "[]", "{}", #"{"manifests":1}"#, "\u{0}"])
    func `what is no index is refused`(json: String) {
        #expect(throws: OCIError.self) { try ImageIndex(json: Array(json.utf8)) }
    }
}
