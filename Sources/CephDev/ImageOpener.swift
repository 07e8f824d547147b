// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import FileTree
internal import ImageAssembly
internal import OCIKit
internal import Reporting

/// Opens an image that exists in an engine, together with the base that it was made from.
struct ImageOpener: Sendable {
    struct Opened: Sendable {
        let engine: ContainerEngine
        /// The image itself.
        let whole: BaseImage
        /// The image as layers over its base; nil when no base is known.
        let overBase: Image?

        /// Paths that differ from the base; everything without one.
        var changedPaths: Set<TreePath> {
            overBase?.changedPaths ?? Set(whole.tree.entries.map(\.path))
        }
    }

    let workspace: Workspace
    let reporter: Reporter

    /// Opens the image called `name`; `baseName` takes the place of the base that its label names. It throws
    /// ``EngineError/unknownImage(_:engine:)``.
    func open(_ name: String, baseName: String?, kind: ContainerEngine.Kind?) async throws -> Opened {
        let found = try await EngineProbe.find(kind)
        guard let inspection = try await found.inspect(name) else {
            throw EngineError.unknownImage(name, engine: found.name)
        }
        let engine = try await EngineFitter(workspace: workspace, reporter: reporter).fit(found, to: inspection.id)
        let whole = try await workspace.open(inspection, in: engine)
        let base = try await base(of: inspection, named: baseName, in: engine)
        let overBase = base.flatMap { whole.asImage(over: $0) }
        if let baseName, overBase == nil { throw WorkspaceFailure.notItsBase(image: name, base: baseName) }
        return Opened(engine: engine, whole: whole, overBase: overBase)
    }

    private func base(
        of image: ImageInspection,
        named name: String?,
        in engine: ContainerEngine
    ) async throws -> BaseImage? {
        guard let wanted = name ?? image.labels[ImageLabels.baseID] else {
            if image.labels[FlavorImageBuilder.nameLabel] == nil {
                reporter.report(.warning("the image names no base to compare with; '--base IMAGE' does"))
            }
            return nil
        }
        guard let inspection = try await engine.inspect(wanted) else {
            if name != nil { throw EngineError.unknownImage(wanted, engine: engine.name) }
            reporter.report(
                .warning("the base \(wanted) is not in \(engine.name) any more; '--base IMAGE' names another")
            )
            return nil
        }
        return try await workspace.open(inspection, in: engine)
    }
}

extension BaseImage {
    /// This image as layers on top of `base`; nil when it does not begin with the base's layers.
    fileprivate func asImage(over base: BaseImage) -> Image? {
        guard layers.map(\.diffID).starts(with: base.layers.map(\.diffID)),
            let configuration = try? configuration.encoded()  // it was decoded from the same form
        else { return nil }
        let added = layers.dropFirst(base.layers.count).map {
            Layer(name: "layer", diffID: $0.diffID, byteCount: $0.byteCount, contents: $0.contents)
        }
        return Image(id: id, configuration: configuration, base: base, layers: Array(added))
    }
}
