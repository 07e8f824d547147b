// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import GitKit

/// What the flavors of a tree have shown so far.
struct LintNotes {
    private let tree: FlavorTree
    private let variableNames: [String]
    private var found: Set<LintFinding> = []
    private var selected: Set<TreePath> = []
    private var selectedVariables: Set<TreePath> = []
    private var used: Set<TreePath> = []

    init(_ tree: FlavorTree) {
        self.tree = tree
        variableNames = Array(tree.variableFiles.keys)
    }

    mutating func add(_ finding: LintFinding) {
        found.insert(finding)
    }

    mutating func select(_ plan: ImagePlan) {
        for (staged, source) in plan.files {
            selected.formUnion([source.entry, source.real])
            if ImagePlan.isVariable(staged) { selectedVariables.insert(source.path) }
        }
    }

    mutating func take(_ text: RenderedText, of plan: ImagePlan, isDockerfile: Bool) {
        for replacement in text.replacements {
            if let file = plan.variables.files[replacement.token] { used.insert(file.path) }
        }
        for problem in text.problems {
            guard let place = problem.place else { continue }
            add(LintFinding(place: place, rule: .undefinedVariable, message: problem.message))
        }
        for token in text.leftAlone { judge(token, isDockerfile: isDockerfile) }
        if isDockerfile { parse(text) }
    }

    /// Sorted by place.
    func findings() -> [LintFinding] {
        let unused = selectedVariables.subtracting(used).map {
            LintFinding(place: TreePlace($0), rule: .unusedVariable, message: "no staged file uses \($0.name)")
        }
        let idle = tree.listing.files.filter { !selected.contains($0) && isOfLayout($0) && !isFolder($0) }.map {
            LintFinding(place: TreePlace($0), rule: .unusedFile, message: "no flavor uses this file")
        }
        return (found + unused + idle).sorted()
    }

    /// Code has names of its own between underscores. A Dockerfile has none, and what is nearly a variable's name is a slip.
    private mutating func judge(_ token: RenderedText.Replacement, isDockerfile: Bool) {
        let near = SimilarNames(to: token.token).best(1, of: variableNames)
        guard isDockerfile || VariableToken.isFileName(token.place.path.name) || isSlip(token.token, near) else {
            return
        }
        let hint = near.first.map { "; did you mean \($0)?" } ?? ""
        add(LintFinding(place: token.place, rule: .undefinedVariable, message: "\(token.token) is not defined\(hint)"))
    }

    private func isSlip(_ token: String, _ near: [String]) -> Bool {
        near.contains { abs($0.utf8.count - token.utf8.count) <= 2 } || variableNames.contains { token.contains($0) }
    }

    private mutating func parse(_ text: RenderedText) {
        let lines = text.lines.map { String(decoding: $0.bytes, as: UTF8.self) }
        for problem in DockerfileParser.problems(in: lines) {
            let line = text.lines.indices.contains(problem.line) ? problem.line : text.lines.count - 1
            add(LintFinding(place: text.lines[line].place, rule: .dockerfile, message: problem.message))
        }
    }

    /// A link to a folder is another name for a flavor's folder.
    private func isFolder(_ path: TreePath) -> Bool {
        // What leads nowhere is no folder.
        (try? tree.listing.resolve(path)).flatMap { tree.listing[$0] } == .folder
    }

    private func isOfLayout(_ path: TreePath) -> Bool {
        path.components.first.map(FlavorTree.tops.contains) ?? false
    }
}
