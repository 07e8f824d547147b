// SPDX-License-Identifier: Apache-2.0

/// Where a symbolic link of a patch leads to.
struct LinkTarget {
    private let text: String

    init(_ content: [UInt8]) {
        text = String(decoding: content, as: UTF8.self)
    }

    /// Throws for a link at `path` that leaves the tree, whatever lies on its way.
    func check(from path: String) throws(PatchProblem) {
        var depth = path.split(separator: "/").count - 1
        var isOutside = text.hasPrefix("/") || text.isEmpty
        for component in text.split(separator: "/") where component != "." {
            depth += component == ".." ? -1 : 1
            if depth < 0 { isOutside = true }
        }
        if isOutside { throw PatchProblem("it would be a symbolic link to '\(text)', out of the source") }
    }
}
