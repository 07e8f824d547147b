// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import ProcessKit
internal import SystemPackage

/// Runs scripts in a container that has the volumes of a build, and streams to and from them.
struct FarShell: Sendable {
    typealias Feed = @Sendable (FileDescriptor, CancellationFlag) throws -> Void

    let container: RunningContainer
    let engine: String

    /// Runs `script`, which does `action` to `subject` in the words of an error, with `arguments` as its `$1` and so on.
    /// `feed` writes its standard input; `body` reads its standard output, both on threads that may block.
    ///
    /// - Throws: ``EngineError/failed(engine:action:subject:lastLines:)`` when the status is not 0.
    func run<Value: Sendable>(
        _ script: String,
        _ arguments: [String] = [],
        _ action: String,
        on subject: String,
        feed: Feed? = nil,
        _ body: @escaping @Sendable (FileDescriptor, CancellationFlag) throws -> Value
    ) async throws -> Value {
        let (output, outputEnd) = try Pipe.make()
        let input = try feed.map { _ in try Pipe.make() }
        async let value = BlockingWork.run { flag in
            defer { try? output.close() }  // read only: nothing to lose
            return try body(output, flag)
        }
        async let fed: Void = write(feed, to: input?.writeEnd)
        let result: Result<ProcessResult, any Error>
        do {
            let command = ["/bin/sh", "-euc", script, "sh"] + arguments
            result = .success(try await container.execute(command, input: input?.readEnd, output: outputEnd))
        } catch {
            result = .failure(error)
        }
        try outputEnd.close()
        try? input?.readEnd.close()  // read only: nothing to lose
        let ended = try result.get()
        guard ended.status.isSuccess else {
            throw EngineError.failed(
                engine: engine,
                action: action,
                subject: subject,
                lastLines: Array(ended.errors.suffix(5))
            )
        }
        try await fed
        return try await value
    }

    /// Runs `script` for the lines that it prints.
    func lines(
        _ script: String,
        _ arguments: [String] = [],
        _ action: String,
        on subject: String,
        feed: Feed? = nil
    ) async throws -> [String] {
        let bytes = try await run(script, arguments, action, on: subject, feed: feed, Self.read)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Writes the file that `file` names of this host where it is expected.
    func place(_ file: BindMount) async throws {
        let content = Array(try Data(contentsOf: URL(filePath: file.source.string)))
        _ = try await lines("cat >\"$1\"", [file.target.string], "write", on: file.target.string) { end, _ in
            try end.writeAll(content)
        }
    }

    /// All that comes.
    static func read(_ descriptor: FileDescriptor, _ flag: CancellationFlag) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            try flag.check()
            let count = try block.withUnsafeMutableBytes { try descriptor.read(into: $0) }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }

    private func write(_ feed: Feed?, to end: FileDescriptor?) async throws {
        guard let feed, let end else { return }
        try await BlockingWork.run { flag in
            do {
                try end.closeAfter { try feed(end, flag) }
            } catch let error as Errno where error == .brokenPipe {
                // Why it was not all read, the script's status says.
            }
        }
    }
}
