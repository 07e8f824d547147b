// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import FileTree
internal import ImageAssembly
internal import ImageCheck
internal import ProcessKit
internal import Reporting

/// Makes layers of staged files, each where the base's loader takes it from, and an image of them that no engine has yet.
struct ImageComposer: Sendable {
    let workspace: Workspace
    let base: BaseImage
    let labels: [String: String]
    let epoch: Int64
    let reporter: Reporter

    /// An image of the files of `staged`. When they are a whole build (`replacesAll`), files of an earlier build in the base that
    /// this one lacks are to go.
    func compose(_ staged: StagedTree, replacesAll: Bool) async throws -> Image {
        try await reporter.stage(.layer, note: { $0.layerSummary }) {
            try await workspace.objects.learn(staged.items)
            let moves = try LoaderPlaces(
                base: Checker.Side(base, workspace.objects),
                staged: staged.tree,
                objects: workspace.objects.object
            ).moves()
            for move in moves {
                reporter.report(.note("\(move.source) goes to \(move.place), where the loader takes it from"))
            }
            let requests = requests(for: staged, moves, replacesAll: replacesAll)
            let plan = try LayerPlanner(base: base.tree).plan(requests)
            let writer = LayerWriter(store: ContentStore(at: workspace.blobs), epoch: epoch)
            let layers = try await BlockingWork.run { flag in
                try plan.groups.map { try writer.write($0, check: flag.check) }
            }
            return try ImageAssembler(base: base, labels: labels, epoch: epoch).assemble(layers)
        }
    }

    /// A layer for each component.
    private func requests(
        for installed: StagedTree,
        _ moves: [LoaderPlaces.Move],
        replacesAll: Bool
    ) -> [LayerRequest] {
        let (staged, superseded) = installed.placed(moves, on: base.tree)
        let present = Set(staged.files.compactMap { base.tree.resolveParent(of: $0.entry.path) })
        let stale = replacesAll ? base.builtPaths.filter { !present.contains($0) } : []
        let removed = Dictionary(grouping: Set(stale + superseded), by: Component.init(of:))
        return staged.itemsByComponent.map { component, items in
            LayerRequest(name: component.rawValue, items: items, removed: removed[component] ?? [])
        }
    }
}
