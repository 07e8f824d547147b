// SPDX-License-Identifier: Apache-2.0

/// A template with its variables replaced.
struct RenderedText {
    struct Line {
        var bytes: [UInt8]
        /// Where the line begins in the tree: in the template or in a variable's file.
        var place: TreePlace
    }

    struct Replacement: Hashable {
        let token: String
        let place: TreePlace
    }

    var lines: [Line] = []
    var replacements: [Replacement] = []
    /// Tokens that no file in the tree is named like, so that they belong to the language of the text.
    var leftAlone: [Replacement] = []
    /// Variables without a value.
    var problems: [FlavorFailure] = []

    var bytes: [UInt8] { TextLines.join(lines.map(\.bytes)) }
    var isChanged: Bool { !replacements.isEmpty }
}
