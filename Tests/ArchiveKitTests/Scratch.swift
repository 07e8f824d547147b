// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import FileTree
import FoundationEssentials
import ProcessKit
import SystemPackage

/// A directory that goes when the test does, and the outside programs that judge what is in it.
final class Scratch: Sendable {
    let path: FilePath

    init() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "cephdev-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        path = FilePath(place.path())
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }  // left over at worst

    /// Runs a program in the directory and gives the lines it printed.
    @discardableResult
    func run(_ program: String, _ arguments: String...) async throws -> [String] {
        let command = Command(program, arguments, environment: ["LC_ALL": "C.UTF-8"], workingDirectory: path)
        return try await ProcessRunner.run(command).requireSuccess().output
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: path.appending(name).string))
    }

    /// Runs `body` on the open file `name`.
    func reading<Result>(_ name: String, _ body: (FileDescriptor) throws -> Result) throws -> Result {
        let file = try FileDescriptor.open(path.appending(name), .readOnly)
        return try file.closeAfter { try body(file) }
    }
}

/// The bytes of the archive that `body` writes.
func archive(_ body: (inout TarWriter) throws -> Void) throws -> [UInt8] {
    final class Bytes { var all: [UInt8] = [] }
    let bytes = Bytes()
    var writer = TarWriter { bytes.all.append(contentsOf: $0) }
    try body(&writer)
    try writer.finish()
    return bytes.all
}

extension TarWriter {
    mutating func addFile(_ name: String, _ bytes: [UInt8]) throws {
        try addFile(.init(parsing: name), mode: 0o644, size: Int64(bytes.count), modified: 1) { write in
            try bytes.withUnsafeBytes { try write($0) }
        }
    }
}
