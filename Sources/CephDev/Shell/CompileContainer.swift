// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import SystemPackage

/// The container of the last compile, noted in the workspace so that another one can be made like it.
struct CompileContainer: Sendable {
    struct Note: Codable, Sendable, Equatable {
        let engine: String
        /// The builder's name.
        let builder: String
        let run: ContainerRun
        /// In volumes of the engine; the workspace's own folders hold nothing of it.
        let isElsewhere: Bool
    }

    let file: FilePath

    func remember(_ run: ContainerRun, builder: String, in engine: ContainerEngine, isElsewhere: Bool) throws {
        // Passwords stay out of files; without the caches behind them, a shell compiles all the same.
        var run = run
        run.secrets = [:]
        let note = Note(engine: engine.name, builder: builder, run: run, isElsewhere: isElsewhere)
        try JSONEncoder().encode(note).write(to: URL(filePath: file.string), options: .atomic)
    }

    /// Nil when nothing was compiled yet.
    func note() throws -> Note? {
        guard FileManager.default.fileExists(atPath: file.string) else { return nil }
        // A note of another version is as good as none: the next build writes it anew.
        return try? JSONDecoder().decode(Note.self, from: Data(contentsOf: URL(filePath: file.string)))
    }
}
