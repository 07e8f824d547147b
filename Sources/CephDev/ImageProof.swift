// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import FileTree
internal import ImageAssembly
internal import ImageCheck

/// Checks an image that is in the engine, and whose objects were read, against the base that it was made from.
struct ImageProof: Sendable {
    let engine: ContainerEngine
    let workspace: Workspace

    /// Checks `image`, the engine's id or name of it. `changed` are the paths that its layers over the base hold; `base` is
    /// nil when it is not known, and plugins cannot be judged then.
    func check(
        _ image: String,
        tree: FileTree,
        changed: Set<TreePath>,
        base: BaseImage?,
        commands: Checker.Commands
    ) async throws -> CheckReport {
        let shells = EngineShell(engine: engine, scratch: workspace.scratch)
        let checker = Checker(
            image: Checker.Side(tree, workspace.objects),
            base: base.map { Checker.Side($0.tree, workspace.objects) },
            changed: changed,
            objects: workspace.objects.object,
            shell: shells.shell(of: image),
            commands: commands
        )
        return try await checker.check()
    }
}

extension Checker.Side {
    /// A tree whose objects `objects` has read, and the small files that a loader reads.
    init(_ tree: FileTree, _ objects: ObjectStore) {
        let cache = (try? TreePath(parsing: LoaderFiles.cache)).flatMap { tree[$0] }  // it parses
        guard case .file(_, let digest, _) = cache?.kind else {
            self.init(tree: tree, loaderCache: [])
            return
        }
        self.init(tree: tree, loaderCache: objects.file(digest) ?? [], files: objects.file)
    }
}
