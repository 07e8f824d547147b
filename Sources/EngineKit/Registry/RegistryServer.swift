// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
package import ProcessKit
package import SystemPackage

/// A registry of this host alone: the program of Debian's package docker-registry, without TLS and accounts.
package enum RegistryServer {
    /// Serves what is in `folder` on the loopback interface until the task is cancelled; the result says how the program
    /// ended when it did so by itself.
    ///
    /// `port` 0 takes any free one. The program's configuration is written to `scratch`. `onReady` is called once with
    /// `127.0.0.1:port`.
    package static func serve(
        _ folder: FilePath,
        port: UInt16,
        scratch: FilePath,
        onReady: @escaping @Sendable (String) -> Void
    ) async throws -> ProcessResult {
        let file = scratch.appending("registry-\(UInt64.random(in: 0...UInt64.max)).json")
        try FileManager.default.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
        try configuration(folder, port: port).write(to: URL(filePath: file.string))
        defer { try? FileManager.default.removeItem(atPath: file.string) }  // scratch
        return try await ProcessRunner.run(Command("docker-registry", ["serve", file.string])) { line, _ in
            if let address = address(in: line) { onReady(address) }
        }
    }

    /// Where the registry listens, if `line` of its log says it.
    static func address(in line: String) -> String? {
        guard let line = LogLine(line), line.message.hasPrefix("listening on ") else { return nil }
        return line.message.dropFirst("listening on ".count).split(separator: ",").first.map(String.init)
    }

    /// JSON is YAML, but for slashes with a backslash.
    private static func configuration(_ folder: FilePath, port: UInt16) throws -> Data {
        struct Configuration: Encodable {
            var version = "0.1"
            var log = ["level": "info", "formatter": "text"]
            var storage: [String: [String: String]]
            var http: [String: String]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return try encoder.encode(
            Configuration(
                storage: ["filesystem": ["rootdirectory": folder.string]],
                http: ["addr": "127.0.0.1:\(port)"]
            )
        )
    }
}
