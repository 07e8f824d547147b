// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import FileTree
internal import ImageAssembly
package import OCIKit
package import Reporting
internal import SystemPackage

/// What `cephdev inspect` does.
package struct InspectService: Sendable {
    private let locator: ImageLocator

    package init(
        workspace: Workspace,
        reporter: Reporter,
        trust: RegistryTrust = RegistryTrust(),
        engine: ContainerEngine.Kind?
    ) {
        locator = ImageLocator(workspace: workspace, reporter: reporter, trust: trust, engine: engine)
    }

    /// All that is known of the image at `location`, which is called `name`.
    package func inspect(_ location: ImageLocation, called name: String) async throws -> ImageInspectionReport {
        if case .rootFileSystem(let folder) = location { return try await inspect(folder, called: name) }
        let opened = try await locator.open(location)
        let configuration = opened.image.configuration
        let totals = Totals(opened.image.tree)
        return ImageInspectionReport(
            image: name,
            id: opened.image.id,
            digest: opened.manifestDigest,
            created: configuration.created,
            platform: "\(configuration.operatingSystem)/\(configuration.architecture)",
            labels: configuration.labels,
            origin: ImageOrigin(configuration.labels),
            layers: opened.layerReports,
            files: files(of: opened),
            fileCount: totals.fileCount,
            byteCount: totals.byteCount
        )
    }

    /// Where the file `path` of an image came from, links followed; it throws ``InspectFailure/noSuchFile(_:image:)``.
    package func inspect(
        file path: String,
        of location: ImageLocation,
        called name: String
    ) async throws -> FileProvenance {
        let path = try TreePath(parsing: path)
        if case .rootFileSystem(let folder) = location {
            let entry = try await resolve(path, in: TreeReader.scan(folder), of: name)
            return FileProvenance(entry, in: nil, from: nil)
        }
        let opened = try await locator.open(location)
        let entry = try resolve(path, in: opened.image.tree, of: name)
        guard let holder = opened.holders[entry.path] else { return FileProvenance(entry, in: nil, from: nil) }
        return FileProvenance(entry, in: opened.image.layers[holder].diffID, from: opened.layerOrigins[holder])
    }

    private func resolve(_ path: TreePath, in tree: FileTree, of name: String) throws -> FileEntry {
        guard let resolved = tree.resolve(path), let entry = tree[resolved] else {
            throw InspectFailure.noSuchFile(path, image: name)
        }
        return entry
    }

    /// Files of layers that cephdev wrote, as far as no later layer hides them.
    private func files(of opened: OpenedImage) -> [FileProvenance] {
        let (origins, holders) = (opened.layerOrigins, opened.holders)
        return opened.image.tree.entries.compactMap { entry in
            guard entry.kind != .directory, let holder = holders[entry.path], let origin = origins[holder] else {
                return nil
            }
            return FileProvenance(entry, in: opened.image.layers[holder].diffID, from: origin)
        }
    }

    private func inspect(_ folder: FilePath, called name: String) async throws -> ImageInspectionReport {
        let tree = try await TreeReader.scan(folder)
        let totals = Totals(tree)
        return ImageInspectionReport(
            image: name,
            id: nil,
            digest: nil,
            created: nil,
            platform: nil,
            labels: [:],
            origin: ImageOrigin([:]),
            layers: [],
            files: tree.entries.filter { $0.kind != .directory }.map { FileProvenance($0, in: nil, from: nil) },
            fileCount: totals.fileCount,
            byteCount: totals.byteCount
        )
    }
}

/// What a tree amounts to.
private struct Totals {
    let fileCount: Int
    let byteCount: Int64

    init(_ tree: FileTree) {
        fileCount = tree.entries.count { $0.kind != .directory }
        byteCount = tree.entries.reduce(0) { $0 + $1.byteCount }
    }
}

extension FileEntry {
    /// Of a regular file; 0 for everything else.
    var byteCount: Int64 {
        if case .file(let size, _, _) = kind { size } else { 0 }
    }
}
