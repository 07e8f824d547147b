// SPDX-License-Identifier: Apache-2.0

/// What a diff does to one file.
struct FilePatch: Sendable, Equatable {
    /// Nil for a new file.
    var oldPath: String?
    /// Nil for a removed file.
    var newPath: String?
    /// What the file is to be, as git counts modes; as it was when nil.
    var newMode: UInt32?
    /// Whether the old file stays.
    var isCopy = false
    var hunks: [Hunk] = []
    /// The section as it was written, when the change is a binary one.
    var binary: [UInt8]?

    /// What to call it: the path that is there afterwards, or was before.
    var path: String { newPath ?? oldPath ?? "" }
}

/// A run of changed lines with the lines around them.
struct Hunk: Sendable, Equatable {
    struct Line: Sendable, Equatable {
        enum Kind: Sendable { case context, removed, added }

        let kind: Kind
        /// With its line end, if it has one.
        var text: [UInt8]
    }

    /// `@@ -10,7 +10,8 @@`
    let header: String
    /// The first line that it is about, counted from 1; the line before an insertion.
    let oldStart: Int
    let oldCount: Int
    let newCount: Int
    var lines: [Line] = []

    var before: [[UInt8]] { lines.filter { $0.kind != .added }.map(\.text) }
    var after: [[UInt8]] { lines.filter { $0.kind != .removed }.map(\.text) }
    /// Context at the end shows that the file goes on there.
    var endsWithContext: Bool { lines.last?.kind == .context }
}

extension Hunk {
    /// Reads `@@ -10,7 +10,8 @@ where`; nil for another line.
    init?(header line: String) {
        let pattern = /@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@.*/
        guard let match = line.wholeMatch(of: pattern), let start = Int(match.1) else { return nil }
        let counts = [match.2, match.4].map { text in text.map { Int($0) } ?? 1 }
        guard let oldCount = counts[0], let newCount = counts[1] else { return nil }
        header = line.split(separator: "@@", omittingEmptySubsequences: true).first.map { "@@\($0)@@" } ?? line
        oldStart = start
        self.oldCount = oldCount
        self.newCount = newCount
    }
}
