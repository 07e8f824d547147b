// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import OCIKit
import SystemPackage
import TestSupport

@testable import ImageAssembly

/// Writes entries in short, and a base image that no engine has seen.
enum Assembly {
    static func folder(_ path: String, mode: UInt16 = 0o755, owner: UInt32 = 0) throws -> FileEntry {
        try FileEntry(path: TreePath(parsing: path), kind: .directory, mode: mode, owner: owner, group: owner)
    }

    static func file(_ path: String, _ text: String = "", mode: UInt16 = 0o644) throws -> FileEntry {
        let kind = FileEntry.Kind.file(size: Int64(text.utf8.count), digest: .of(text.utf8), isELF: false)
        return try FileEntry(path: TreePath(parsing: path), kind: kind, mode: mode)
    }

    static func link(_ path: String, _ target: String) throws -> FileEntry {
        try FileEntry(path: TreePath(parsing: path), kind: .symlink(target: target), mode: 0o777)
    }

    static func item(_ entry: FileEntry) -> LayerItem { LayerItem(entry: entry, content: "/nowhere") }

    static let configuration = """
        {"architecture":"amd64","os":"linux","created":"2024-01-01T00:00:00Z","config":{"Entrypoint":["/entrypoint.sh"],\
        "Env":["PATH=/usr/bin","CEPH_VERSION=18"],"Volumes":{"/var/lib/ceph":{}},"Labels":{"base":"kept","both":"old"},\
        "Cmd":["demo"],"Healthcheck":{"Test":["NONE"]}},"rootfs":{"type":"layers","diff_ids":["\(diffID)"]},\
        "history":[{"created_by":"base"}]}
        """

    static let diffID = Digest.of("base layer".utf8)

    static func base(_ entries: [FileEntry] = [], naming: ImageNaming = .configuration) throws -> BaseImage {
        let layer = BaseImage.StoredLayer(
            diffID: diffID,
            byteCount: 1024,
            contents: LayerContents(entries: entries)
        )
        return try BaseImage(
            id: Digest.of(configuration.utf8),
            naming: naming,
            configuration: ImageConfiguration(json: Array(configuration.utf8)),
            layers: [layer]
        )
    }

    /// An image with two layers over the base, their blobs in the folder `store` of `scratch`.
    static func image(
        in scratch: ScratchDirectory,
        naming: ImageNaming = .configuration
    ) throws -> (Image, ContentStore) {
        let store = ContentStore(at: scratch.path.appending("store"))
        let layers = try ["plugins", "mds"].map { name in
            try scratch.write("content-\(name)", name)
            let item = LayerItem(
                entry: try file("usr/\(name)", name),
                content: scratch.path.appending("content-\(name)")
            )
            let group = LayerGroup(name: name, folders: [try folder("usr")], items: [item])
            return try LayerWriter(store: store, epoch: 7).write(group)
        }
        let labels = ["added": "yes", "both": "new"]
        let image = try ImageAssembler(base: base(naming: naming), labels: labels, epoch: 1_700_000_000)
            .assemble(layers)
        return (image, store)
    }
}
