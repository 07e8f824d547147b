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

    /// Checks `image`, the engine's id of it. `changed` are the paths that its layers over the base hold; `base` is nil
    /// when it is not known, and plugins cannot be judged then.
    func check(_ image: String, tree: FileTree, changed: Set<TreePath>, base: BaseImage?) async throws -> CheckReport {
        let shells = EngineShell(engine: engine, scratch: workspace.scratch)
        let records = RecordStore(folder: workspace.records)
        let baseShell = base.map { shells.shell(of: $0.id.description, keepingAnswersIn: records) }
        let trace = try await baseTrace(base, shell: base.map { shells.shell(of: $0.id.description) })
        let checker = Checker(
            tree: tree,
            changed: changed,
            base: trace,
            shell: shells.shell(of: image),
            baseShell: baseShell
        )
        return try await checker.check()
    }

    private func baseTrace(_ base: BaseImage?, shell: ImageShell?) async throws -> BaseTrace? {
        guard let base, let shell else { return nil }
        return try await RecordStore(folder: workspace.records).value("base-trace", key: base.id) {
            try await BaseTrace.make(of: base.tree, shell: shell)
        }
    }
}
