// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import ProcessKit
package import SystemPackage

/// A directory that goes when the test does, and the outside programs that judge what is in it.
package final class ScratchDirectory: Sendable {
    package let path: FilePath

    package init() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "cephdev-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        path = FilePath(place.path())
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }  // left over at worst

    /// Writes the file `name`, with the directories above it.
    package func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = path.appending(name)
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string,
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: URL(filePath: file.string))
    }

    package func write(_ name: String, _ text: String) throws {
        try write(name, Array(text.utf8))
    }

    package func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path.appending(name).string)), as: UTF8.self)
    }

    package func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path.appending(name).string)))
    }

    package func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path.appending(name).string)
    }

    /// Runs a program in the directory and gives the lines it printed.
    @discardableResult
    package func run(_ program: String, _ arguments: String...) async throws -> [String] {
        let command = Command(program, arguments, environment: ["LC_ALL": "C.UTF-8"], workingDirectory: path)
        return try await ProcessRunner.run(command).requireSuccess().output
    }

    /// Runs `body` on the open file `name`.
    package func reading<Result>(_ name: String, _ body: (FileDescriptor) throws -> Result) throws -> Result {
        let file = try FileDescriptor.open(path.appending(name), .readOnly)
        return try file.closeAfter { try body(file) }
    }
}
