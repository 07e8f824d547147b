// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import GitKit
internal import ProcessKit
internal import SystemPackage

/// Looks through a tree for what would not work in some flavor, and for what no flavor has a use for.
package struct TreeLint: Sendable {
    private let tree: FlavorTree
    private let options: StagingOptions

    package init(_ tree: FlavorTree, _ options: StagingOptions) {
        self.tree = tree
        self.options = options
    }

    /// What is found for `flavors` together, sorted by place.
    package func findings(for flavors: [Flavor]) async throws -> [LintFinding] {
        try await BlockingWork.run { [self] flag in
            let images = try options.images(of: tree)
            let origin = try TreeOrigin(of: tree.root)
            var notes = LintNotes(tree)
            for flavor in flavors {
                let variables = StagingVariables(flavor, options, images: images, output: ".", origin: origin)
                for image in images {
                    try flag.check()
                    try look(at: image, flavor, variables, &notes)
                }
            }
            return notes.findings()
        }
    }

    private func look(
        at image: String,
        _ flavor: Flavor,
        _ variables: StagingVariables,
        _ notes: inout LintNotes
    ) throws {
        do {
            let plan = try ImagePlan(image, for: flavor, in: tree, variables)
            notes.select(plan)
            var renderer = TemplateRenderer(plan.variables)
            for staged in plan.templates {
                guard let source = plan.files[staged], source.kind == .file,
                    let text = try text(of: source, evenPlain: Self.isDockerfile(staged))
                else { continue }
                try notes.take(
                    renderer.render(text, from: source.path),
                    of: plan,
                    isDockerfile: Self.isDockerfile(staged)
                )
            }
        } catch let failure as FlavorFailure {
            guard let place = failure.place else { throw failure }
            notes.add(LintFinding(place: place, rule: .staging, message: failure.message))
        }
    }

    private func text(of source: StagedSource, evenPlain: Bool) throws -> [UInt8]? {
        let place = source.real.onDisk(under: tree.root)
        guard try evenPlain || ContentProbe.mayHoldTokens(place) else { return nil }
        let text = try ReadFile.whole(place)
        return String(validating: text, as: UTF8.self) == nil ? nil : text
    }

    private static func isDockerfile(_ path: TreePath) -> Bool {
        path.name == "Dockerfile" || path.name.hasPrefix("Dockerfile.") && !path.name.hasSuffix(".md")
    }
}
