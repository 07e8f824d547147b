// SPDX-License-Identifier: Apache-2.0

package import ArchiveKit
package import Digests
package import EngineKit
internal import FoundationEssentials
internal import ImageAssembly
internal import OCIKit
package import Reporting
package import SystemPackage

/// What `cephdev export` does.
package struct ExportService: Sendable {
    /// An image in a file.
    package struct Result: Sendable {
        package let image: String
        package let file: FilePath
        /// Of the image's manifest: what a registry would call it.
        package let digest: Digest
        package let byteCount: Int64
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Writes the image called `name`, base and all, to `path`, in place of what may be there.
    package func export(
        _ name: String,
        to path: FilePath,
        compression: Compression,
        engine: ContainerEngine.Kind?
    ) async throws -> Result {
        let stored = try await StoredImage.open(name, kind: engine, workspace: workspace, reporter: reporter)
        let packed = try await pack(stored, compression)
        let file = FilePath(FileManager.default.currentDirectoryPath).pushing(path)
        let byteCount = try await reporter.stage(.export, note: { "\(ByteCount($0))" }) {
            try await ArchivePublisher(store: ContentStore(at: workspace.blobs))
                .publish(packed, as: archiveName(name), to: file)
        }
        return Result(image: name, file: file, digest: packed.manifest.digest, byteCount: byteCount)
    }

    /// The packed image with all its blobs: those of the base as its registry has them, if it can be reached.
    private func pack(_ stored: StoredImage, _ compression: Compression) async throws -> PackedImage {
        let packer = stored.packer(compression, Skopeo())
        do {
            let packed = try await stored.pack(packer)
            try await packer.complete(packed)
            return packed
        } catch ImageFailure.originGone {
            return try await stored.pack(stored.packer(compression, nil))
        }
    }

    /// docker reads only names with a tag; an id has none.
    private func archiveName(_ name: String) -> String {
        guard let reference = try? ImageReference(parsing: name) else { return "cephdev/export:latest" }  // as said
        return "\(reference.repository):\(reference.tag ?? "latest")"
    }
}
