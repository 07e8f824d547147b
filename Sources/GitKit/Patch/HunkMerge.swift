// SPDX-License-Identifier: Apache-2.0

/// Puts hunks into the text of a file: where they say, or at the nearest place where all of their lines are found, as
/// git-apply(1) does. No line of context is given up.
struct HunkMerge {
    private var lines: [[UInt8]]
    /// How far hunks lay from where they said, and how much those before made the text longer.
    private var shift = 0

    init(into content: [UInt8]) {
        lines = PatchLines.split(content)
    }

    var content: [UInt8] { lines.flatMap(\.self) }

    mutating func merge(_ hunk: Hunk) throws(PatchProblem) {
        let before = hunk.before
        let after = hunk.after
        let wanted = (hunk.oldCount == 0 ? hunk.oldStart : hunk.oldStart - 1) + shift
        guard let place = place(of: before, near: wanted, hunk) else {
            throw PatchProblem("the hunk \(hunk.header) fits nowhere")
        }
        lines.replaceSubrange(place..<place + before.count, with: after)
        shift += place - wanted + after.count - before.count
    }

    private func place(of before: [[UInt8]], near wanted: Int, _ hunk: Hunk) -> Int? {
        let last = lines.count - before.count
        guard last >= 0 else { return nil }
        // What begins with the first line, or has no line behind it, belongs to that end of the file.
        if hunk.oldStart <= 1 { return fits(before, at: 0, hunk) ? 0 : nil }
        let start = min(max(wanted, 0), last)
        for distance in 0...max(start, last - start) {
            for place in [start + distance, start - distance] where (0...last).contains(place) {
                if fits(before, at: place, hunk) { return place }
            }
        }
        return nil
    }

    private func fits(_ before: [[UInt8]], at place: Int, _ hunk: Hunk) -> Bool {
        if !hunk.endsWithContext, place + before.count != lines.count { return false }
        return lines[place..<place + before.count].elementsEqual(before)
    }
}
