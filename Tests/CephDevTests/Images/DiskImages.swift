// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageAssembly
import OCIKit
import SystemPackage
import TestSupport

/// OCI layouts that tar and umoci made.
struct DiskImages {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    var workspace: FilePath { scratch.path.appending("workspace") }
    var cache: FilePath { scratch.path.appending("cache") }

    /// An image `layout:name` of layers with these files, as paths and contents; those after the first are cephdev's.
    func make(_ name: String, _ layers: [[(path: String, text: String)]]) async throws {
        if !scratch.exists("layout/index.json") { try await scratch.run("umoci", "init", "--layout", "layout") }
        try await scratch.run("umoci", "new", "--image", "layout:\(name)")
        for (index, files) in layers.enumerated() {
            for file in files { try scratch.write("\(name)-\(index)/\(file.path)", file.text) }
            try await scratch.run(
                "sh",
                "-ec",
                """
                tar --format=gnu --sort=name --mtime=@1 --owner=0 --group=0 --mode=u=rwX,go=rX -cf layer.tar -C \(name)-\(index) .
                umoci raw add-layer --image layout:\(name) --history.created_by \
                '\(index == 0 ? "base" : "cephdev: mds")' --history.comment '\(index == 0 ? "" : "0123456789abc-dirty-01234567")' \
                layer.tar
                """
            )
        }
        try await scratch.run(
            "umoci",
            "config",
            "--image",
            "layout:\(name)",
            "--config.label",
            "org.opencontainers.image.revision=0123456789abc",
            "--config.label",
            "io.github.cephdev.version=0"
        )
    }

    func location(_ name: String) -> ImageLocation { .layout(scratch.path.appending("layout"), name: name) }
}
