// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
package import ProcessKit
internal import Synchronization

/// The names under which a run keeps images in the engine until one of them has earned its own.
///
/// Each run has names of its own, so that two which build the same image do not take it from one another.
package final class Candidates: Sendable {
    private let engine: ContainerEngine
    private let names = Mutex<Set<String>>([])
    private let runs = Mutex<[Task<ProcessResult, any Error>]>([])

    package init(engine: ContainerEngine) {
        self.engine = engine
    }

    /// The candidate name of `image` in this run; it is expected in the engine from now on.
    package func name(of image: Image) -> String {
        let name = Self.name(of: image)
        names.withLock { _ = $0.insert(name) }
        return name
    }

    /// What the engine knows `image` by: its candidate name in this run, or its id when it has none.
    package func reference(of image: Image) -> String {
        let name = Self.name(of: image)
        return names.withLock { $0.contains(name) } ? name : image.id.description
    }

    /// Takes the candidate name of `image` away, and the image with it when it has no other.
    package func drop(_ image: Image) async throws {
        let name = Self.name(of: image)
        guard names.withLock({ $0.remove(name) }) != nil else { return }
        try await engine.remove(name)
    }

    /// `run` is a container of one of the images, and has said what it was there for; its removal is waited for only by
    /// ``dropAll()``.
    package func outlast(_ run: Task<ProcessResult, any Error>) {
        runs.withLock { $0.append(run) }
    }

    /// Takes all names away, also when the task was cancelled.
    package func dropAll() async {
        for run in runs.withLock(\.self) { _ = await run.result }
        let left = names.withLock { names in
            defer { names = [] }
            return names.sorted()
        }
        await Task { [engine] in
            // A name that never came to be is gone as well.
            for name in left { try? await engine.remove(name) }
        }.value
    }

    private static let repository = "localhost/cephdev/candidate"

    /// Whether `name` is one of a candidate, of whatever run.
    package static func holds(_ name: String) -> Bool { name.hasPrefix(repository + ":") }

    /// Candidates in `engine` whose run is dead. Those of other hosts are not judged.
    package static func leftovers(in engine: ContainerEngine) async throws -> [String] {
        try await engine.names(in: repository).filter(isLeftover)
    }

    static func isLeftover(_ name: String) -> Bool {
        let parts = name.split(separator: "-")
        guard holds(name), parts.count == 4, parts[1...2].joined(separator: "-") == ProcessIdentity.place,
            let process = Int32(parts[3])
        else { return false }
        return !ProcessIdentity.isAlive(process)
    }

    private static func name(of image: Image) -> String {
        "\(repository):\(image.id.hex.prefix(12))-\(ProcessIdentity.place)-\(ProcessIdentity.processID)"
    }
}
