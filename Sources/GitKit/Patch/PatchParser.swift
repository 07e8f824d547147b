// SPDX-License-Identifier: Apache-2.0

/// Reads diffs out of mails and whatever else surrounds them, as git-apply(1) does.
struct PatchParser {
    private var lines: PatchLines

    init(_ bytes: [UInt8]) {
        lines = PatchLines(bytes)
    }

    mutating func parse() throws(PatchProblem) -> [FilePatch] {
        var changes: [FilePatch] = []
        while let line = lines.peek() {
            if lines.starts(with: "diff --git ") {
                if let change = try gitSection() { changes.append(change) }
            } else if isPlainSection {
                changes.append(try plainSection())
            } else {
                try refuseUnreadable(line)
                _ = lines.next()
            }
        }
        return changes
    }

    private var isPlainSection: Bool {
        lines.starts(with: "--- ") && lines.starts(with: "+++ ", at: 1) && lines.starts(with: "@@ -", at: 2)
    }

    /// What would be passed over as text around diffs, and is none.
    private func refuseUnreadable(_ line: [UInt8]) throws(PatchProblem) {
        if line.starts(with: "diff --cc ".utf8) || line.starts(with: "diff --combined ".utf8) {
            throw PatchProblem("it holds the diff of a merge with both its parents, which cannot be applied")
        }
        let text = String(decoding: line, as: UTF8.self).lowercased()
        if text.hasPrefix("content-transfer-encoding:"), text.contains("base64") || text.contains("quoted-printable") {
            throw PatchProblem("the mail is encoded: save what 'git format-patch' or 'git mailinfo' writes")
        }
    }

    // MARK: Sections

    private mutating func plainSection() throws(PatchProblem) -> FilePatch {
        var change = FilePatch()
        change.oldPath = try lines.text(after: "--- ").flatMap { (text) throws(PatchProblem) in
            try PatchPath.name(in: text)
        }
        change.newPath = try lines.text(after: "+++ ").flatMap { (text) throws(PatchProblem) in
            try PatchPath.name(in: text)
        }
        change.hunks = try hunks()
        // GNU diff tells a file that is not there by its time only; no line of it is the same in every time zone.
        if change.hunks.count == 1, let hunk = change.hunks.first {
            if hunk.oldStart == 0, hunk.oldCount == 0 { change.oldPath = nil }
            if hunk.newCount == 0, hunk.header.contains("+0,0") { change.newPath = nil }
        }
        guard change.oldPath != nil || change.newPath != nil else {
            throw PatchProblem("line \(lines.position): a diff that names no file")
        }
        return change
    }

    /// Nil for a line of a mail's text that only begins like a section.
    private mutating func gitSection() throws(PatchProblem) -> FilePatch? {
        let start = lines.position
        let header = try lines.text(after: "diff --git ") ?? ""
        var change = FilePatch()
        var isNew = false
        var isRemoved = false
        var named: (old: String?, new: String?) = (nil, nil)
        header: while lines.peek() != nil {
            if let text = try lines.text(after: "old mode ") {
                _ = try mode(text)
            } else if let text = try lines.text(after: "new mode ") {
                change.newMode = try mode(text)
            } else if let text = try lines.text(after: "new file mode ") {
                change.newMode = try mode(text)
                isNew = true
            } else if let text = try lines.text(after: "deleted file mode ") {
                _ = try mode(text)
                isRemoved = true
            } else if let text = try lines.text(after: "rename from ") {
                named.old = try PatchPath.bare(text)
            } else if let text = try lines.text(after: "rename to ") {
                named.new = try PatchPath.bare(text)
            } else if let text = try lines.text(after: "copy from ") {
                named.old = try PatchPath.bare(text)
                change.isCopy = true
            } else if let text = try lines.text(after: "copy to ") {
                named.new = try PatchPath.bare(text)
            } else if let text = try lines.text(after: "--- ") {
                if named.old == nil { named.old = try PatchPath.name(in: text) }
            } else if let text = try lines.text(after: "+++ ") {
                if named.new == nil { named.new = try PatchPath.name(in: text) }
            } else if lines.starts(with: "index ") || lines.starts(with: "similarity ")
                || lines.starts(with: "dissimilarity ")
            {
                _ = lines.next()
            } else {
                break header
            }
        }
        let common = try PatchPath.common(in: header)
        if common == nil, lines.position == start + 1 { return nil }
        change.oldPath = isNew ? nil : named.old ?? named.new ?? common
        change.newPath = isRemoved ? nil : named.new ?? named.old ?? common
        guard change.oldPath != nil || change.newPath != nil else {
            throw PatchProblem("'diff --git \(header)' names no file")
        }
        try readContent(of: &change, from: start)
        return change
    }

    private mutating func readContent(of change: inout FilePatch, from start: Int) throws(PatchProblem) {
        if lines.starts(with: "Binary files ") {
            throw PatchProblem("it lacks the content of \(change.path): make it with 'git diff --binary'")
        }
        guard lines.starts(with: "GIT binary patch") else {
            change.hunks = try hunks()
            return
        }
        _ = lines.next()
        while lines.starts(with: "literal ") || lines.starts(with: "delta ") {
            while let line = lines.next(), line != [0x0A] {}
        }
        change.binary = lines.bytes(from: start)
    }

    private func mode(_ text: String) throws(PatchProblem) -> UInt32 {
        guard let mode = UInt32(text, radix: 8), [0o100_644, 0o100_755, 0o120_000, 0o160_000].contains(mode) else {
            throw PatchProblem("line \(lines.position): '\(text)' is no mode that git knows")
        }
        return mode
    }

    // MARK: Hunks

    private mutating func hunks() throws(PatchProblem) -> [Hunk] {
        var hunks: [Hunk] = []
        while lines.starts(with: "@@ -"), let line = lines.next() {
            let text = String(decoding: line.last == 0x0A ? line.dropLast() : line, as: UTF8.self)
            guard var hunk = Hunk(header: text) else {
                throw PatchProblem("line \(lines.position): '\(text)' is no head of a hunk")
            }
            try readLines(of: &hunk)
            hunks.append(hunk)
        }
        return hunks
    }

    private mutating func readLines(of hunk: inout Hunk) throws(PatchProblem) {
        var (old, new) = (hunk.oldCount, hunk.newCount)
        while old > 0 || new > 0 || lines.starts(with: "\\") {
            guard let line = lines.next() else { throw PatchProblem("it ends within the hunk \(hunk.header)") }
            switch line.first {
            case UInt8(ascii: "\\"):
                // "\ No newline at end of file" is about the line before it.
                guard var last = hunk.lines.popLast() else { break }
                if last.text.last == 0x0A { last.text.removeLast() }
                hunk.lines.append(last)
                continue
            case UInt8(ascii: "+") where new > 0:
                new -= 1
                hunk.lines.append(Hunk.Line(kind: .added, text: Array(line.dropFirst())))
                continue
            case UInt8(ascii: "-") where old > 0:
                old -= 1
                hunk.lines.append(Hunk.Line(kind: .removed, text: Array(line.dropFirst())))
                continue
            case UInt8(ascii: " ") where old > 0 && new > 0, 0x0A where old > 0 && new > 0:
                // Mail programs take the blank away from an empty line.
                (old, new) = (old - 1, new - 1)
                let text = line.first == 0x0A ? line : Array(line.dropFirst())
                hunk.lines.append(Hunk.Line(kind: .context, text: text))
                continue
            default: break
            }
            throw PatchProblem("line \(lines.position) does not belong into the hunk \(hunk.header)")
        }
    }
}
