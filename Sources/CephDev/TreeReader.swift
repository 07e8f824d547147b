// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FileTree
internal import ImageAssembly
internal import OCIKit
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// Reads the files of an image, or of an unpacked file system, with all that a check needs of their objects.
struct TreeReader: Sendable {
    struct Files: Sendable {
        let tree: FileTree
        /// The image's labels; none of a file system.
        var labels: [String: String] = [:]
        /// What the image's processes are started with.
        var variables: [String] = []
    }

    let workspace: Workspace
    let reporter: Reporter
    let trust: RegistryTrust
    let engine: ContainerEngine.Kind?

    func read(_ location: ImageLocation) async throws -> Files {
        if case .rootFileSystem(let folder) = location { return Files(tree: try await read(folder)) }
        let locator = ImageLocator(
            workspace: workspace,
            reporter: reporter,
            trust: trust,
            engine: engine,
            readsObjects: true
        )
        let image = try await locator.open(location).image
        return Files(tree: image.tree, labels: image.configuration.labels, variables: image.configuration.environment)
    }

    /// The base that the labels of `files` name, when it was read before.
    func base(of files: Files) throws -> FileTree? {
        let known = try files.labels[ImageLabels.baseID].flatMap { text in
            try BaseImage.known(Digest(parsing: text), in: workspace.baseIndexes, with: workspace.objects)
        }
        if known == nil { reporter.report(.warning("no base is known to compare with; '--base IMAGE' names one")) }
        return known?.tree
    }

    /// The files below `folder`, hashed.
    static func scan(_ folder: FilePath) async throws -> FileTree {
        try await BlockingWork.run { flag in
            try DirectoryScanner.scan(folder, check: flag.check).tree
        }
    }

    private func read(_ folder: FilePath) async throws -> FileTree {
        let index = ScanIndexFile(at: workspace.scanIndex(of: folder))
        let tree = try await BlockingWork.run { flag in
            let known = index.read()
            let scanned = try DirectoryScanner.scan(folder, known: known, check: flag.check)
            if scanned.index != known { try index.write(scanned.index) }
            return scanned.tree
        }
        let items = tree.entries.map { LayerItem(entry: $0, content: $0.path.onDisk(under: folder)) }
        try await workspace.objects.learn(items)
        return tree
    }
}

extension FileTree {
    /// Paths of what is not the same in `other`, folders left out.
    func paths(differingFrom other: FileTree) -> Set<TreePath> {
        Set(entries.filter { $0.kind != .directory && other[$0.path]?.kind != $0.kind }.map(\.path))
    }
}
