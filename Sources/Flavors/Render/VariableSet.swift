// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// All that the templates of one image may name.
struct VariableSet: Sendable {
    let files: [String: VariableFile]
    let environment: StagingVariables
    /// Where in the tree there are files of a variable's name, for this image and flavor or not.
    let everywhere: [String: [TreePath]]
    let flavor: String

    /// What the token's value is, in lines, and where its lines stand, unless it comes from the environment.
    func value(_ kind: VariableToken.Kind, _ name: String) -> (lines: [[UInt8]], path: TreePath?)? {
        switch kind {
        case .file: files[name].map { ($0.lines, $0.path) }
        case .environment: environment[name].map { (TextLines.split($0.utf8), nil) }
        }
    }

    /// Every variable's file that the `lines` lead to, with those that it leads to itself.
    func used(by lines: [[UInt8]]) -> Set<String> {
        var used: Set<String> = []
        var pending = lines
        while let line = pending.popLast() {
            for token in VariableToken.all(.file, in: line) {
                guard let file = files[token.name], used.insert(token.name).inserted else { continue }
                pending += file.lines
            }
            for token in VariableToken.all(.environment, in: line) {
                guard let value = environment[token.name], used.insert("[\(token.name)]").inserted else { continue }
                pending.append(Array(value.utf8))
            }
        }
        return used
    }

    /// The variables from `start` on that hold one another in a circle.
    func cycle(from start: String) -> [String]? {
        var finished: Set<String> = []
        return cycle(.file, start, path: [], &finished)
    }

    private func cycle(
        _ kind: VariableToken.Kind,
        _ name: String,
        path: [String],
        _ finished: inout Set<String>
    ) -> [String]? {
        let label = kind == .file ? name : "__ENV_[\(name)]__"
        if let start = path.firstIndex(of: label) { return path[start...] + [label] }
        guard !finished.contains(label), let value = value(kind, name) else { return nil }
        for kind in [VariableToken.Kind.file, .environment] {
            for token in value.lines.flatMap({ VariableToken.all(kind, in: $0) }) {
                if let found = cycle(kind, token.name, path: path + [label], &finished) { return found }
            }
        }
        finished.insert(label)
        return nil
    }
}
