// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import ImageAssembly
internal import OCIKit
internal import Reporting
internal import SystemPackage

/// Opens an image wherever it is said to be.
struct ImageLocator: Sendable {
    let workspace: Workspace
    let reporter: Reporter
    let trust: RegistryTrust
    let engine: ContainerEngine.Kind?

    /// Whether objects are to be read as well, for a check.
    var readsObjects = false

    private var reader: ImageReader {
        ImageReader(
            cache: workspace.baseIndexes,
            scratch: workspace.scratch,
            objects: readsObjects ? workspace.objects : nil
        )
    }

    private func registry() throws -> Skopeo { Skopeo(access: try trust.access(scratch: workspace.scratch)) }

    /// It throws ``EngineError/unknownImage(_:engine:)`` when neither the engine nor a registry has the image.
    func open(_ location: ImageLocation) async throws -> OpenedImage {
        switch location {
        case .named(let name): try await find(name)
        case .dockerDaemon(let name): try await open(name, in: EngineProbe.find(.docker))
        case .containersStorage(let name): try await open(name, in: EngineProbe.find(.podman))
        case .registry(let name): try await reader.read(reference: name, of: registry())
        case .layout(let folder, let name): try await reader.read(layout: folder, name: name)
        case .layoutArchive(let file, let name): try await reader.read(layoutArchive: file, name: name)
        case .dockerArchive(let file, let name): try await reader.read(dockerArchive: file, name: name)
        case .rootFileSystem(let folder): throw InspectFailure.noLayers(folder)
        }
    }

    private func open(_ name: String, in engine: ContainerEngine) async throws -> OpenedImage {
        guard let inspection = try await engine.inspect(name) else {
            throw EngineError.unknownImage(name, engine: engine.name)
        }
        return try await reader.read(inspection, in: engine)
    }

    /// In the engine or else in a registry; without an engine in a registry alone.
    private func find(_ name: String) async throws -> OpenedImage {
        let missing: EngineError
        do {
            return try await open(name, in: EngineProbe.find(engine))
        } catch let error as EngineError {
            switch error {
            case .unknownImage, .noEngine: missing = error
            default: throw error
            }
        }
        // An id names nothing in a registry.
        let parts = name.split(separator: "@", maxSplits: 1)
        guard let reference = try? ImageReference(parsing: String(parts[0])),
            reference.tag != nil || reference.repository.contains("/") || parts.count == 2
        else { throw missing }
        do {
            return try await reader.read(reference: name, of: registry())
        } catch let error as EngineError {
            reporter.report(.note("\(missing)"))
            // A name without a host was most likely meant for the engine.
            throw reference.hasHost ? error : missing
        }
    }
}
