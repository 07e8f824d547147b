// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import FileTree
internal import ImageAssembly
internal import ImageCheck

/// Checks an image that is in the engine against the base that it was made from.
struct ImageProof: Sendable {
    let engine: ContainerEngine
    let workspace: Workspace

    /// Checks `image`, the engine's id or name of it, whose id is `id`. `changed` are the paths that its layers over the base
    /// hold; `base` is nil when it is not known, and plugins cannot be judged then.
    func check(
        _ image: String,
        id: Digest,
        tree: FileTree,
        changed: Set<TreePath>,
        base: BaseImage?
    ) async throws -> CheckReport {
        let objects = workspace.objects
        if let base, objects.isIncomplete(for: base.tree) { try await objects.learn(image: base.id, of: engine) }
        if objects.isIncomplete(for: tree) { try await objects.learn(image: id, of: engine) }
        let shells = EngineShell(engine: engine, scratch: workspace.scratch)
        let checker = Checker(
            image: side(tree),
            base: base.map { side($0.tree) },
            changed: changed,
            objects: objects.object,
            shell: shells.shell(of: image),
            baseShell: base.map { shells.shell(of: $0.id.description) }
        )
        return try await checker.check()
    }

    /// An image as a loader sees it.
    private func side(_ tree: FileTree) -> Checker.Side {
        let cache = (try? TreePath(parsing: LoaderFiles.cache)).flatMap { tree[$0] }  // it parses
        guard case .file(_, let digest, _) = cache?.kind else { return Checker.Side(tree: tree, loaderCache: []) }
        return Checker.Side(tree: tree, loaderCache: workspace.objects.file(digest) ?? [])
    }
}
