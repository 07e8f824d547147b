// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import FoundationEssentials
import ImageAssembly
import OCIKit
import SystemPackage
import TestSupport

/// An image of two layers that tar packed, in every form that skopeo writes.
struct LayoutSample {
    let scratch: ScratchDirectory
    let reader: ImageReader

    init() async throws {
        scratch = try ScratchDirectory()
        reader = ImageReader(cache: scratch.path.appending("cache"), scratch: scratch.path.appending("scratch"))
        try await scratch.run(
            "sh",
            "-ec",
            """
            mkdir -p one/etc one/usr/bin two/etc
            echo one > one/etc/os-release; echo gone > one/etc/gone; printf '\\177ELF' > one/usr/bin/a
            ln one/usr/bin/a one/usr/bin/b; ln -s a one/usr/bin/c; head -c 300000 /dev/urandom > one/usr/random
            echo two > two/etc/os-release; : > two/etc/.wh.gone
            for layer in one two; do tar --format=pax --owner=0 --group=0 -cf $layer.tar -C $layer .; done
            """
        )
        let digests = try ["one.tar", "two.tar"].map { "\"\(Digest.of(try Self.bytes(scratch.path.appending($0))))\"" }
        try scratch.write(
            "config.json",
            #"{"os":"linux","architecture":"amd64","config":{"Labels":{"a":"b"}},"rootfs":{"type":"layers","diff_ids":[\#(digests.joined(separator: ","))]}}"#
        )
        try scratch.write(
            "manifest.json",
            #"[{"Config":"config.json","RepoTags":["a/b:c"],"Layers":["one.tar","two.tar"]}]"#
        )
        try await scratch.run("tar", "-cf", "docker.tar", "config.json", "manifest.json", "one.tar", "two.tar")
        try await copy("docker-archive:docker.tar", "oci:layout:main")
    }

    static func bytes(_ path: FilePath) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path.string)))
    }

    func copy(_ source: String, _ destination: String, _ options: String...) async throws {
        let arguments = ["--insecure-policy", "copy", "--quiet"] + options + [source, destination]
        try await scratch.run("sh", "-ec", "skopeo " + arguments.joined(separator: " "))
    }

    var layout: FilePath { scratch.path.appending("layout") }

    func read(_ name: String? = nil, in folder: String = "layout") async throws -> OpenedImage {
        try await reader.read(layout: scratch.path.appending(folder), name: name)
    }

    /// The file of a blob.
    func blob(_ digest: Digest) -> String { "layout/blobs/sha256/\(digest.hex)" }

    /// Adds a document to the blobs, and gives its descriptor in JSON.
    func add(_ document: String, _ type: MediaType, more: String = "") throws -> String {
        let digest = Digest.of(document.utf8)
        try scratch.write(blob(digest), document)
        return #"{"mediaType":"\#(type.rawValue)","size":\#(document.utf8.count),"digest":"\#(digest)"\#(more)}"#
    }

    /// The descriptor of the sample's manifest, with `more` behind it.
    func manifest(more: String = "") async throws -> String {
        let opened = try await read()
        let digest = opened.manifestDigest?.hex ?? ""
        return try add(scratch.read("layout/blobs/sha256/\(digest)"), .manifest, more: more)
    }

    func writeIndex(_ entries: String...) throws {
        try scratch.write("layout/index.json", #"{"schemaVersion":2,"manifests":[\#(entries.joined(separator: ","))]}"#)
    }

    /// So that everything is read again.
    func forget() async throws {
        try await scratch.run("rm", "-rf", "cache")
    }
}
