// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Replaces the variables in one text after the other.
struct TemplateRenderer {
    private static let mostRounds = 100

    let variables: VariableSet
    private var harmless: Set<String> = []

    init(_ variables: VariableSet) {
        self.variables = variables
    }

    /// The text with every variable replaced, also those in values and those that values make up together.
    ///
    /// - Throws: ``FlavorFailure`` when that would not end; variables without a value are left and told as problems.
    mutating func render(_ text: [UInt8], from path: TreePath) throws(FlavorFailure) -> RenderedText {
        let lines = TextLines.split(text)
        var rendering = LineRendering(variables: variables, template: (path, lines))
        for (number, bytes) in lines.enumerated() {
            let line = RenderedText.Line(bytes: bytes, place: TreePlace(path, line: number + 1))
            try render(line, with: &rendering)
        }
        return rendering.text
    }

    private mutating func render(_ line: RenderedText.Line, with rendering: inout LineRendering) throws(FlavorFailure) {
        var pending = [(line: line, round: 0)]
        while let (line, round) = pending.popLast() {
            try refuseCycles(in: line)
            guard round < Self.mostRounds else { throw .endless(line.place) }
            guard let lines = rendering.replace(in: line) else {
                rendering.text.lines.append(line)
                continue
            }
            try rendering.measure(lines, replacing: line)
            pending += lines.reversed().map { ($0, round + 1) }
        }
    }

    private mutating func refuseCycles(in line: RenderedText.Line) throws(FlavorFailure) {
        for token in VariableToken.all(.file, in: line.bytes) where harmless.insert(token.name).inserted {
            if let chain = variables.cycle(from: token.name) { throw .cycle(chain, line.place) }
        }
    }
}
