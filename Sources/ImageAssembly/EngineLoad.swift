// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import ProcessKit
internal import Synchronization
internal import SystemPackage

/// A `docker load` that reads an archive while it is written. It may be started before there is anything to read, so that
/// the client's start is no part of the time that an image takes.
final class EngineLoad: Sendable {
    /// The pipe's end to write to; nil once it was used.
    private let input: Mutex<FileDescriptor?>
    private let ended: Task<Void, any Error>

    /// Starts a client of `engine`, which must be docker.
    init(in engine: ContainerEngine) throws {
        let (readEnd, writeEnd) = try Pipe.make()
        input = Mutex(writeEnd)
        ended = Task {
            // From there on nobody reads: a writer that is not done ends with EPIPE.
            defer { try? readEnd.close() }  // read only: nothing to lose
            try await engine.load(from: readEnd, describedAs: "an image")
        }
    }

    /// Has `write` write an archive and waits until it is loaded; once only.
    func load(_ write: @escaping @Sendable (FileDescriptor) throws -> Void) async throws {
        guard let input = takeInput() else { throw Errno.badFileDescriptor }
        try await withTaskCancellationHandler {
            do {
                try await BlockingWork.run { _ in try input.closeAfter { try write(input) } }
            } catch let error as Errno where error == .brokenPipe {
                // Why it was not all read, the reader says better.
                try await ended.value
                throw error
            }
            try await ended.value
        } onCancel: {
            ended.cancel()
        }
    }

    /// Ends a client that was not used.
    func abandon() async {
        guard let input = takeInput() else { return }
        ended.cancel()
        try? input.close()  // nothing was written
        _ = await ended.result
    }

    private func takeInput() -> FileDescriptor? {
        input.withLock { input in
            defer { input = nil }
            return input
        }
    }
}
