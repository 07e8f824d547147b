// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import FoundationEssentials
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// Every move of a tag that cephdev made in an engine, a line of JSON each, in the cache: an engine is shared by workspaces.
struct TagHistory: Sendable {
    let engine: ContainerEngine.Kind
    private let folder: FilePath
    private let reporter: Reporter

    init(in folder: FilePath, engine: ContainerEngine.Kind, reporter: Reporter) {
        self.folder = folder
        self.engine = engine
        self.reporter = reporter
    }

    private var file: FilePath { folder.appending("\(engine.rawValue).jsonl") }

    /// All moves of all tags, the oldest first; a line that is damaged is passed over with a warning.
    func moves() throws -> [TagMove] {
        guard FileManager.default.fileExists(atPath: file.string) else { return [] }
        let lines = try Data(contentsOf: URL(filePath: file.string)).split(separator: UInt8(ascii: "\n"))
        return lines.enumerated().compactMap { index, line in
            do {
                return try JSONDecoder().decode(TagMove.self, from: Data(line))
            } catch {
                reporter.report(.warning("line \(index + 1) of \(file) is damaged and is passed over"))
                return nil
            }
        }
    }

    /// The moves of `name`, the oldest first.
    func moves(of name: TagName) throws -> [TagMove] {
        try moves().filter { $0.name == name.description }
    }

    /// Adds that `name` moves now; the caller holds the lock.
    func append(_ name: TagName, from old: Digest?, to new: Digest, cause: TagMove.Cause) throws {
        let move = TagMove(
            time: Date.now.formatted(.iso8601),
            engine: engine.rawValue,
            name: name.description,
            old: old,
            new: new,
            cause: cause
        )
        let file = try FileDescriptor.open(
            file,
            .readWrite,
            options: [.create, .append, .closeOnExec],
            permissions: .ownerReadWrite
        )
        // A line in front and one behind: a run that was killed in the middle of a line spoils only its own.
        try file.closeAfter { _ = try file.writeAll(Array("\n".utf8) + CanonicalJSON.encode(move) + Array("\n".utf8)) }
    }

    /// Keeps every other run from moving a tag of this engine while `body` runs.
    func locked<Value>(_ body: () async throws -> Value) async throws -> Value {
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let lock = try FileLock(at: folder.appending(".\(engine.rawValue).lock"))
        try await lock.wait()
        let value = try await body()
        _ = consume lock
        return value
    }
}
