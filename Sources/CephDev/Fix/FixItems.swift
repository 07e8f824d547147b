// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import ELFKit
internal import EngineKit
internal import FileTree
internal import FoundationEssentials
internal import ImageAssembly
internal import ImageCheck
internal import ProcessKit
internal import SystemPackage

/// Turns edits into what a layer holds. Contents that neither the build nor the disk has are read out of images.
struct FixItems: Sendable {
    private let engine: ContainerEngine
    private let scratch: FilePath
    private let material: FixMaterial
    private let image: Image

    /// `scratch` is a folder for contents that are made; it may not be there yet.
    init(engine: ContainerEngine, scratch: FilePath, material: FixMaterial, image: Image) {
        self.engine = engine
        self.scratch = scratch
        self.material = material
        self.image = image
    }

    /// What the layer of `plan` holds, and what it takes away.
    func make(_ plan: FixPlan) async throws -> (items: [LayerItem], removed: [TreePath]) {
        try FileManager.default.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
        let tree = image.tree
        var items: [TreePath: LayerItem] = [:]
        var removed: Set<TreePath> = []
        for (number, edit) in plan.edits.enumerated() {
            let path = edit.path
            switch edit.change {
            case .remove:
                items[path] = nil
                removed.insert(path)
            case .link(_, let target):
                items[path] = LayerItem(
                    entry: FileEntry(path: path, kind: .symlink(target: target), mode: 0o777),
                    content: ""
                )
                removed.remove(path)
            case .place(let source, let origin, _):
                items[path] = try await placed(source, origin, at: path, number)
                removed.remove(path)
            case .runpath(_, let folders):
                let present = try await present(items[path], tree[path], number)
                items[path] = try rewrite(present, runpath: folders, number)
            case .permissions(_, let mode):
                let present = try await present(items[path], tree[path], number)
                items[path] = LayerItem(entry: present.entry.with(mode: mode), content: present.content)
            case .loaderCache:
                items[path] = try cache(plan.loaderCache, at: path)
            }
        }
        return (items.values.sorted { $0.entry.path < $1.entry.path }, removed.sorted())
    }

    private func placed(
        _ source: TreePath,
        _ origin: FixSource.Origin,
        at path: TreePath,
        _ number: Int
    ) async throws -> LayerItem {
        switch origin {
        case .build:
            guard let file = material.staged?[source] else { throw FixFailure.sourceGone(source) }
            return LayerItem(entry: file.entry.moved(to: path), content: file.content)
        case .builder:
            guard let donor = material.donor, let entry = donor.tree[source] else {
                throw FixFailure.sourceGone(source)
            }
            return LayerItem(entry: entry.moved(to: path), content: try await fetch(source, from: donor.id, number))
        }
    }

    /// What lies at a path: what an edit before put there, or the image's own file.
    private func present(_ item: LayerItem?, _ entry: FileEntry?, _ number: Int) async throws -> LayerItem {
        if let item { return item }
        guard let entry else { throw FixFailure.sourceGone(.root) }
        guard case .file = entry.kind else { return LayerItem(entry: entry, content: "") }
        return LayerItem(entry: entry, content: try await fetch(entry.path, from: image.id.description, number))
    }

    private func cache(_ bytes: [UInt8], at path: TreePath) throws -> LayerItem {
        let file = scratch.appending("ld.so.cache")
        try Data(bytes).write(to: URL(filePath: file.string))
        let kind = FileEntry.Kind.file(size: Int64(bytes.count), digest: Digest.of(bytes), isELF: false)
        return LayerItem(entry: FileEntry(path: path, kind: kind, mode: 0o644), content: file)
    }

    private func rewrite(_ item: LayerItem, runpath: String, _ number: Int) throws -> LayerItem {
        let file = scratch.appending("runpath-\(number)")
        do {
            try RunpathEditor.rewrite(item.content, to: file, runpath: runpath)
        } catch {
            throw FixFailure.runpathStays(item.entry.path, reason: "\(error)")
        }
        let scanned = try DirectoryScanner.scan(scratch).entries.first { $0.path.name == "runpath-\(number)" }
        guard let kind = scanned?.kind else { throw FixFailure.sourceGone(item.entry.path) }
        return LayerItem(entry: item.entry.with(kind: kind), content: file)
    }

    /// The file `path` of the image `id`, copied out of it.
    private func fetch(_ path: TreePath, from id: String, _ number: Int) async throws -> FilePath {
        let file = scratch.appending("fetched-\(number)")
        let output = try FileDescriptor.open(
            file,
            .writeOnly,
            options: [.create, .truncate, .closeOnExec],
            permissions: .ownerReadWrite
        )
        defer { try? output.close() }  // a short one would have another digest, which the layer's writer compares
        let run = ContainerRun(image: id, command: ["/bin/cat", path.description])
        _ = try await engine.run(run, output: output).requireSuccess()
        return file
    }
}

extension FileEntry {
    fileprivate func with(mode: UInt16) -> FileEntry {
        FileEntry(path: path, kind: kind, mode: mode, owner: owner, group: group, attributes: attributes)
    }

    fileprivate func with(kind: Kind) -> FileEntry {
        FileEntry(path: path, kind: kind, mode: mode, owner: owner, group: group, attributes: attributes)
    }
}
