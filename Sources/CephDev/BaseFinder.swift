// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FoundationEssentials
internal import ImageAssembly
internal import ProcessKit
internal import Reporting

/// Finds the base image, and learns of it what a build must know.
struct BaseFinder: Sendable {
    struct Base: Sendable {
        let name: String
        let inspection: ImageInspection
        let image: BaseImage
        /// The engine with what it needs to start containers here.
        let engine: ContainerEngine

        /// When the base was made, in seconds since 1970.
        var epoch: Int64 {
            // Docker writes fractions of a second, which the plain form does not know.
            let text = inspection.created.prefix(19) + "Z"
            guard let date = try? Date(String(text), strategy: .iso8601) else { return 0 }  // 1970 is as good as any
            return Int64(date.timeIntervalSince1970)
        }
    }

    let workspace: Workspace
    let reporter: Reporter

    /// - Throws: ``WorkspaceFailure/noBase(name:engine:reason:)``
    func find(_ name: String, in engine: ContainerEngine) async throws -> Base {
        try await open(name, inspection(of: name, in: engine), in: engine)
    }

    /// The base in the engine of `kind`, or in the first that answers. An engine that knows the base need not be asked
    /// beforehand whether it answers.
    ///
    /// - Throws: as the other one does, and ``EngineError/noEngine(reasons:)``.
    func find(_ name: String, in kind: ContainerEngine.Kind?) async throws -> Base {
        if let kind, let inspection = try await known(name, in: kind) {
            return try await open(name, inspection, in: ContainerEngine(kind: kind))
        }
        return try await find(name, in: EngineProbe.find(kind))
    }

    /// The base that `selection` names, or the daemon image of its flavor, which is built when it is not there.
    func find(_ selection: BaseSelection, in kind: ContainerEngine.Kind?) async throws -> Base {
        if let name = selection.image { return try await find(name, in: kind) }
        return try await find(selection, in: EngineProbe.find(kind))
    }

    /// As the other one, in an engine that answers.
    func find(_ selection: BaseSelection, in engine: ContainerEngine) async throws -> Base {
        if let name = selection.image { return try await find(name, in: engine) }
        guard let flavor = selection.flavor else { throw WorkspaceFailure.baseUnknown("\(selection)") }
        let images = FlavorImageBuilder(
            workspace: workspace,
            engine: engine,
            source: selection.source,
            reporter: reporter
        )
        return try await find(images.daemon(of: flavor), in: engine)
    }

    private func known(_ name: String, in kind: ContainerEngine.Kind) async throws -> ImageInspection? {
        do {
            return try await ContainerEngine(kind: kind).inspect(name)
        } catch is ProcessError {
            return nil  // why it cannot be started, the probe says better
        }
    }

    private func open(_ name: String, _ inspection: ImageInspection, in found: ContainerEngine) async throws -> Base {
        let engine = try await EngineFitter(workspace: workspace, reporter: reporter).fit(found, to: inspection.id)
        let image = try await workspace.open(inspection, in: engine)
        return Base(name: name, inspection: inspection, image: image, engine: engine)
    }

    /// What a build must know of `image`, its base or builder; asked of a container once.
    func facts(of image: ImageInspection, in engine: ContainerEngine) async throws -> BaseFacts {
        try await RecordStore(folder: workspace.records).value("base-facts", key: image.id) {
            try await BaseProbe.probe(image.id, with: engine)
        }
    }

    /// What the engine knows of the image `name`, which is pulled when it is not there.
    func inspection(of name: String, in engine: ContainerEngine) async throws -> ImageInspection {
        if let present = try await engine.inspect(name) { return present }
        do {
            try await engine.pull(name) { reporter.report(.output($0)) }
        } catch let error as EngineError {
            guard case .failed(_, _, _, let lines) = error else { throw error }
            throw WorkspaceFailure.noBase(name: name, engine: engine.name, reason: lines.last ?? "no reason given")
        }
        guard let pulled = try await engine.inspect(name) else {
            throw EngineError.unknownImage(name, engine: engine.name)
        }
        return pulled
    }
}
