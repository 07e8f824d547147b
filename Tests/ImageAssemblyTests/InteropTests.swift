// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import FileTree
import FoundationEssentials
import Glibc
import OCIKit
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

/// What other programs make of our images, file by file: mode, owner, content, link target and attributes.
@Suite(.tags(.medium)) struct InteropTests {
    private let scratch: ScratchDirectory
    private let made: InteropImage

    init() throws {
        scratch = try ScratchDirectory()
        made = try InteropImage(in: scratch)
    }

    private var image: Image { made.image }

    private func writeLayout() throws {
        try PartialLayout(image: image, name: "test", store: made.store).write(to: scratch.path.appending("layout"))
    }

    private func writeArchive(_ name: String) throws {
        let blobs = image.layers.map {
            LayerBlob(diffID: $0.diffID, byteCount: $0.byteCount, path: made.store.path(of: $0.diffID))
        }
        let file = try FileDescriptor.open(
            scratch.path.appending("image.tar"),
            .writeOnly,
            options: [.create, .truncate],
            permissions: .ownerReadWrite
        )
        try file.closeAfter { try DockerArchive(image: image, names: [name], blobs: blobs).write(to: file) }
    }

    private func expect(
        _ found: [FileEntry],
        like expected: [FileEntry],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let (found, expected) = (Set(found), Set(expected))
        let wrong = found.subtracting(expected).sorted { $0.path < $1.path }
        let missing = expected.subtracting(found).sorted { $0.path < $1.path }
        #expect(
            wrong.isEmpty && missing.isEmpty,
            "\(wrong.prefix(5)) \(missing.prefix(5))",
            sourceLocation: sourceLocation
        )
    }

    @Test func `the image holds what it is meant to`() throws {
        let paths = image.tree.entries.map(\.path.string)
        #expect(paths.contains("usr/lib/libx.so.1") && !paths.contains("lib/libx.so.1"))
        #expect(paths.contains("usr/share/gone/new") && !paths.contains("usr/share/gone/a"))
        #expect(try image.tree[TreePath(parsing: "usr/bin/su")]?.mode == 0o4755)
        #expect(image.layers.count == 3)
    }

    @Test func `our own reader reads our layers as they were planned`() throws {
        for layer in image.layers {
            let blob = try FileDescriptor.open(made.store.path(of: layer.diffID), .readOnly)
            let indexed = try blob.closeAfter { try LayerReader.index(blob) }
            #expect(indexed.diffID == layer.diffID)
            expect(indexed.contents.entries, like: layer.contents.entries)
            #expect(indexed.contents.whiteouts == layer.contents.whiteouts)
        }
    }

    @Test func `skopeo inspects the layout and copies it whole`() async throws {
        try writeLayout()
        let words = "skopeo inspect --config --raw oci:layout:test; skopeo copy -q oci:layout:test dir:copy"
        let text = try await scratch.run("sh", "-ec", words).joined(separator: "\n")
        let configuration = try ImageConfiguration(json: Array(text.utf8))
        #expect(configuration.diffIDs == image.layers.map(\.diffID.description))
        for layer in image.layers { #expect(scratch.exists("copy/\(layer.diffID.hex)")) }
    }

    @Test(.enabled(if: getuid() == 0, "unpacks owners")) func `umoci unpacks the layout to the image's tree`()
        async throws
    {
        try writeLayout()
        try await scratch.run("umoci", "unpack", "--image", "layout:test", "bundle")
        expect(try DirectoryScanner.scan(scratch.path.appending("bundle/rootfs")).entries, like: image.tree.entries)
    }

    @Test(.enabled(if: getuid() == 0, "unpacks owners")) func `bsdtar unpacks each layer to what is in it`()
        async throws
    {
        for layer in image.layers {
            let blob = made.store.path(of: layer.diffID).string
            try await scratch.run("mkdir", layer.name)
            try await scratch.run("bsdtar", "-xpf", blob, "--xattrs", "--numeric-owner", "-C", layer.name)
            let found = try DirectoryScanner.scan(scratch.path.appending(layer.name)).entries
            expect(found.filter { !$0.path.name.hasPrefix(".wh.") }, like: layer.contents.entries)
            let whiteouts = found.filter { $0.path.name.hasPrefix(".wh.") }.map {
                $0.path.string.replacing(".wh.", with: "")
            }
            #expect(whiteouts == layer.contents.whiteouts.map(\.string))
        }
    }

    @Test(.tags(.large)) func `docker loads the archive and exports the image's tree`() async throws {
        let name = "cephdev-test/interop:\(UUID().uuidString.lowercased())"
        try writeArchive(name)
        try await scratch.run("docker", "load", "-q", "-i", "image.tar")
        let id = try await scratch.run("docker", "image", "inspect", "--format", "{{.Id}}", name)
        #expect(id == [image.id.description])
        try await scratch.run(
            "sh",
            "-ec",
            "c=$(docker create --network none \(name)); docker export $c > export.tar; docker rm $c; docker rmi \(name)"
        )
        let exported = try scratch.reading("export.tar") { try LayerReader.read($0) }
        // What docker puts into every container.
        let runtime: Set = [
            "dev", "proc", "sys", "etc/hosts", "etc/hostname", "etc/resolv.conf", "etc/mtab", ".dockerenv",
        ]
        let entries = exported.entries.filter { entry in
            !runtime.contains(entry.path.string) && !entry.path.string.hasPrefix("dev/")
        }
        expect(entries, like: image.tree.entries)
    }

    @Test(.tags(.large), .enabled(if: getuid() == 0, "mounts the image"))
    func `podman takes the layout and mounts the image's tree`() async throws {
        let name = "localhost/cephdev-test/interop:\(UUID().uuidString.lowercased())"
        try writeLayout()
        try await scratch.run("skopeo", "copy", "-q", "oci:layout:test", "containers-storage:\(name)")
        let place = try await scratch.run("podman", "image", "mount", name).first ?? ""
        let found = try DirectoryScanner.scan(FilePath(place)).entries
        try await scratch.run("sh", "-ec", "podman image umount \(name); podman rmi \(name)")
        expect(found, like: image.tree.entries)
    }
}
