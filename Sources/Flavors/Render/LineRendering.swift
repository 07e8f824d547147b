// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// The replacing of variables in the lines of one template.
struct LineRendering {
    private static let mostReplacements = 10_000
    private static let mostGrowth = 16 << 20

    private let variables: VariableSet
    private let template: (path: TreePath, lines: [[UInt8]])
    private var growth = 0
    var text = RenderedText()

    init(variables: VariableSet, template: (path: TreePath, lines: [[UInt8]])) {
        self.variables = variables
        self.template = template
    }

    /// The lines that take the place of `line` when its files' variables are replaced, or those of the environment when it has
    /// no others; nothing when there is none to replace.
    mutating func replace(in line: RenderedText.Line) -> [RenderedText.Line]? {
        replace(.file, in: line) ?? replace(.environment, in: line)
    }

    /// Values that hold values twice grow without measure, and without a circle.
    mutating func measure(_ lines: [RenderedText.Line], replacing line: RenderedText.Line) throws(FlavorFailure) {
        growth += lines.reduce(0) { $0 + $1.bytes.count + 1 } - line.bytes.count - 1
        guard text.replacements.count <= Self.mostReplacements else { throw .endless(line.place) }
        guard growth <= Self.mostGrowth else { throw .tooLarge(TreePlace(template.path), limit: Self.mostGrowth) }
    }

    private mutating func replace(_ kind: VariableToken.Kind, in line: RenderedText.Line) -> [RenderedText.Line]? {
        var lines: [RenderedText.Line] = []
        // A line stands where its first byte does.
        var current = RenderedText.Line(bytes: [], place: line.place)
        var position = 0
        for token in VariableToken.all(kind, in: line.bytes) {
            guard let value = variables.value(kind, token.name) else {
                note(kind, token, in: line)
                continue
            }
            text.replacements.append(
                .init(token: String(decoding: line.bytes[token.range], as: UTF8.self), place: line.place)
            )
            current.bytes += line.bytes[position..<token.range.lowerBound]
            position = token.range.upperBound
            for (number, bytes) in value.lines.enumerated() {
                let place = value.path.map { TreePlace($0, line: number + 1) } ?? line.place
                if number > 0 {
                    lines.append(current)
                    current = RenderedText.Line(bytes: bytes, place: place)
                } else {
                    if current.bytes.isEmpty, !bytes.isEmpty { current.place = place }
                    current.bytes += bytes
                }
            }
        }
        guard position > 0 else { return nil }
        if current.bytes.isEmpty { current.place = line.place }
        current.bytes += line.bytes[position...]
        return lines + [current]
    }

    /// A token stays in the text and would be met in each round; it is noted once.
    private mutating func note(_ kind: VariableToken.Kind, _ token: VariableToken, in line: RenderedText.Line) {
        let written = String(decoding: line.bytes[token.range], as: UTF8.self)
        let (place, user) = self.place(of: written, in: line)
        let elsewhere = variables.everywhere[token.name] ?? []
        guard kind == .environment || !elsewhere.isEmpty else {
            let entry = RenderedText.Replacement(token: written, place: place)
            if !text.leftAlone.contains(entry) { text.leftAlone.append(entry) }
            return
        }
        let problem =
            kind == .environment
            ? FlavorFailure.unset(variable: token.name, place, usedBy: user)
            : .undefined(
                variable: token.name,
                place,
                usedBy: user,
                flavor: variables.flavor,
                elsewhere: elsewhere.map(\.string)
            )
        if !text.problems.contains(problem) { text.problems.append(problem) }
    }

    /// Where somebody wrote the token: in the template, or in a file of a variable that the template leads to.
    private func place(of written: String, in line: RenderedText.Line) -> (TreePlace, usedBy: TreePlace?) {
        let token = Array(written.utf8)
        let place = line.place
        if place.path == template.path, let number = place.line, template.lines[number - 1].contains(token) {
            return (place, nil)
        }
        let used = variables.used(by: template.lines).sorted()
        guard let found = used.lazy.compactMap({ variables.files[$0]?.place(of: written) }).first else {
            return (place, nil)
        }
        return (found, place.path == template.path ? place : TreePlace(template.path))
    }
}
