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

    /// Reads lines `OBJECT [PLUGIN:…]`; the plugins are loaded into the object as if it had opened them. Blanks in
    /// paths are not supported by `LD_PRELOAD` itself.
    private static let script = """
        for loader in /lib64/ld-linux-*.so.* /lib/ld-linux*.so.* /lib64/ld64.so.* /lib/ld64.so.*; do
            [ -x "$loader" ] && break
        done
        while read -r object plugins; do
            printf '@@ %s\\n' "$object"
            LD_PRELOAD="$plugins" LD_TRACE_LOADED_OBJECTS=1 LD_WARN=yes LD_BIND_NOW=yes "$loader" "$object" 2>&1 </dev/null
        done
        echo @@
        """

    /// What the loader says of each of `objects`, in their order.
    package func trace(_ objects: [TreePath]) async throws -> [LoadedObject] {
        try await run(objects.map(\.description))
    }

    /// What the loader says of each host with all of its plugins loaded into it.
    package func trace(hosts: [(host: TreePath, plugins: [TreePath])]) async throws -> [LoadedObject] {
        try await run(hosts.map { "\($0.host) " + $0.plugins.map(\.description).joined(separator: ":") })
    }

    private func run(_ lines: [String]) async throws -> [LoadedObject] {
        guard !lines.isEmpty else { return [] }
        let output = try await shell(Self.script, lines)
        guard output.last == "@@" else { throw CheckError.traceEndedEarly(lastLines: Array(output.suffix(3))) }
        var objects: [LoadedObject] = []
        for line in output.dropLast() {
            if line.hasPrefix("@@ ") {
                objects.append(LoadedObject(path: try TreePath(parsing: String(line.dropFirst(3)))))
            } else if !objects.isEmpty {
                LoaderOutput.read(line, into: &objects[objects.count - 1])
            }
        }
        return objects
    }
}
