// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// The file `stage.log`: what was copied and replaced.
struct StagingLog {
    private var lines: [String]
    private(set) var notes: [String] = []

    init(_ variables: StagingVariables) {
        let generated = variables.known.keys.filter { !StagingVariables.required.contains($0) }.sorted()
        lines = (StagingVariables.required + generated).map { "\($0)=\(variables[$0] ?? "")" }
    }

    var text: String { lines.map { $0 + "\n" }.joined() }

    mutating func begin(_ image: String) {
        lines += ["", "\(image)/"]
    }

    mutating func copied(_ staged: TreePath, _ source: StagedSource, isDirty: Bool) {
        lines.append("  \(staged.string) <- \(isDirty ? "*" : " ") \(source.path.string)")
    }

    mutating func rendered(_ staged: TreePath, _ text: RenderedText) {
        for replacement in text.replacements { lines.append("    \(replacement.place): \(replacement.token)") }
        for token in text.leftAlone {
            note("\(token.place): \(token.token) is left as it is, for nothing in the tree defines it")
        }
    }

    mutating func note(_ text: String) {
        lines.append("    note: \(text)")
        if !notes.contains(text) { notes.append(text) }
    }
}
