// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import OCIKit
internal import Reporting

/// Finds an image in an engine that can start containers of it, or has the engine fetch it.
struct TrialImageFinder: Sendable {
    let workspace: Workspace
    let reporter: Reporter
    let engine: ContainerEngine.Kind?

    /// - Throws: ``EngineError/unknownImage(_:engine:)``, ``TrialFailure/notInAnEngine(_:)``,
    ///   ``TrialFailure/cannotPull(_:engine:reason:)``
    func find(_ location: ImageLocation, writtenAs text: String) async throws -> (ContainerEngine, ImageInspection) {
        let (found, image) = try await look(for: location, text)
        return (try await EngineFitter(workspace: workspace, reporter: reporter).fit(found, to: image.id), image)
    }

    private func look(for location: ImageLocation, _ text: String) async throws -> (ContainerEngine, ImageInspection) {
        switch location {
        case .named(let name):
            // A name without a host was most likely meant for the engine.
            let namesHost = (try? ImageReference(parsing: name))?.hasHost ?? false  // an id names none
            return try await find(name, in: EngineProbe.find(engine), pulling: namesHost)
        case .dockerDaemon(let name): return try await find(name, in: EngineProbe.find(.docker), pulling: false)
        case .containersStorage(let name): return try await find(name, in: EngineProbe.find(.podman), pulling: false)
        case .registry(let name): return try await find(name, in: EngineProbe.find(engine), pulling: true)
        case .layout, .layoutArchive, .dockerArchive, .rootFileSystem: throw TrialFailure.notInAnEngine(text)
        }
    }

    private func find(
        _ name: String,
        in engine: ContainerEngine,
        pulling: Bool
    ) async throws -> (ContainerEngine, ImageInspection) {
        if let image = try await engine.inspect(name) { return (engine, image) }
        guard pulling else { throw EngineError.unknownImage(name, engine: engine.name) }
        do {
            try await engine.pull(name) { reporter.report(.output($0)) }
        } catch let error as EngineError {
            guard case .failed(_, _, _, let lines) = error else { throw error }
            throw TrialFailure.cannotPull(name, engine: engine.name, reason: lines.last ?? "no reason given")
        }
        guard let image = try await engine.inspect(name) else {
            throw EngineError.unknownImage(name, engine: engine.name)
        }
        return (engine, image)
    }
}
