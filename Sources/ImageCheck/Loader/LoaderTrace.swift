// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// Runs a shell script inside an image with the given lines as its standard input, and gives back the lines it printed.
package typealias ImageShell = @Sendable (_ script: String, _ input: [String]) async throws -> [String]

/// Asks the image's own dynamic loader to link objects without running them: what `ldd -r` does, without its shell
/// start-up per object.
package struct LoaderTrace: Sendable {
    private let shell: ImageShell

    package init(shell: @escaping ImageShell) {
        self.shell = shell
    }

    /// What the loader says of each of `objects`, in their order.
    package func trace(_ objects: [TreePath]) async throws -> [LoadedObject] {
        try await run(objects.map(\.description))
    }

    /// What the loader says of each host with all of its plugins loaded into it.
    package func trace(hosts: [(host: TreePath, plugins: [TreePath])]) async throws -> [LoadedObject] {
        try await run(hosts.map(Self.line))
    }

    /// How many symbols each host could not give to each of its plugins; a plugin that it can open is absent. Nil for a
    /// host that cannot be loaded itself.
    func missingCounts(hosts: [(host: TreePath, plugins: [TreePath])]) async throws -> [[String: Int]?] {
        guard !hosts.isEmpty else { return [] }
        return try await answers(LoaderScript.counting, hosts.map(Self.line)).map { _, lines in
            if lines.first == "failed" { return nil }
            let fields = lines.map { $0.split(separator: " ", maxSplits: 1) }.filter { $0.count == 2 }
            return Dictionary(fields.map { (String($0[1]), Int($0[0]) ?? 1) }) { $0 + $1 }
        }
    }

    private static func line(host: TreePath, plugins: [TreePath]) -> String {
        "\(host) " + plugins.map(\.description).joined(separator: ":")
    }

    private func run(_ lines: [String]) async throws -> [LoadedObject] {
        guard !lines.isEmpty else { return [] }
        return try await answers(LoaderScript.full, lines).map { path, lines in
            var object = LoadedObject(path: path)
            for line in lines { LoaderOutput.read(line, into: &object) }
            return object
        }
    }

    /// What the script printed of each object.
    private func answers(_ script: String, _ lines: [String]) async throws -> [(TreePath, ArraySlice<String>)] {
        let output = try await shell(script, lines)
        guard output.last == "@@" else { throw CheckError.traceEndedEarly(lastLines: Array(output.suffix(3))) }
        let heads = output.indices.filter { output[$0].utf8.starts(with: "@@".utf8) }
        return try zip(heads, heads.dropFirst()).map { head, next in
            (try TreePath(parsing: String(output[head].dropFirst(3))), output[(head + 1)..<next])
        }
    }
}
