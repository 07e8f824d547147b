// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import EngineKit
internal import ProcessKit
internal import SystemPackage

/// An image on its way out of an engine, as a docker archive that is read while it is written.
enum EngineExport {
    /// Reads `image`, an id or a name, with `body`, on a thread that may block.
    static func read<Value: Sendable>(
        _ image: String,
        from engine: ContainerEngine,
        _ body: @escaping @Sendable (FileDescriptor, CancellationFlag) throws -> Value
    ) async throws -> Value {
        let (readEnd, writeEnd) = try Pipe.make()
        async let value = BlockingWork.run { flag in
            defer { try? readEnd.close() }  // read only: nothing to lose
            return try body(readEnd, flag)
        }
        let saved: Result<Void, any Error>
        do {
            try await engine.save(image, to: writeEnd)
            saved = .success(())
        } catch {
            saved = .failure(error)
        }
        try writeEnd.close()
        do {
            let value = try await value
            try saved.get()
            return value
        } catch let error as ArchiveError {
            // When both failed, the engine's own words say more than a truncated archive.
            try saved.get()
            throw error
        }
    }
}
