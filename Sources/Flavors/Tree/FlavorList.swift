// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import SystemPackage

/// The list of its flavors that a tree may have.
enum FlavorList {
    /// What the file `flavors` lists, or otherwise ceph-container's `Makefile`; nothing when there is neither.
    static func read(in root: FilePath) throws -> [Flavor]? {
        let list = root.appending("flavors")
        if exists(list) { return try lines(text(of: list)) }
        let makefile = root.appending("Makefile")
        let flavors = try exists(makefile) ? variables(text(of: makefile)) : []
        return flavors.isEmpty ? nil : flavors
    }

    /// A flavor in each line; `#` begins a comment.
    private static func lines(_ text: String) throws -> [Flavor] {
        try text.split(separator: "\n").compactMap { line in
            let name = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
            return name.isEmpty ? nil : try Flavor(parsing: name)
        }
    }

    /// The words of `ALL_BUILDABLE_FLAVORS` and `FLAVORS` that are flavors.
    private static func variables(_ makefile: String) -> [Flavor] {
        let values = makefile.replacing("\\\n", with: " ")
            .matches(of: /(?m)^(?:ALL_BUILDABLE_FLAVORS|FLAVORS)\s*[:?]?=(.*)$/)
        var flavors: [Flavor] = []
        for word in values.flatMap({ $0.1.split(whereSeparator: \.isWhitespace) }) {
            // What is no flavor is a variable of make's, or a comment.
            guard let flavor = try? Flavor(parsing: String(word)), !flavors.contains(flavor) else { continue }
            flavors.append(flavor)
        }
        return flavors
    }

    private static func exists(_ path: FilePath) -> Bool { FileManager.default.fileExists(atPath: path.string) }

    private static func text(of path: FilePath) throws -> String {
        String(decoding: try ReadFile.whole(path), as: UTF8.self)
    }
}
