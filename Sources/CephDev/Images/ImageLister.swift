// SPDX-License-Identifier: Apache-2.0

package import EngineKit
internal import ImageAssembly
internal import OCIKit

/// What `cephdev images` does: finds the images that cephdev made.
package struct ImageLister: Sendable {
    private static let registryPrefix = "docker://"

    private let workspace: Workspace
    private let trust: RegistryTrust

    package init(workspace: Workspace, trust: RegistryTrust = RegistryTrust()) {
        self.workspace = workspace
        self.trust = trust
    }

    /// The images, the newest first, a line for each name: those of an engine, or only those of `repository` there, which is
    /// in a registry when it begins with `docker://`.
    package func list(_ repository: String?, engine kind: ContainerEngine.Kind?) async throws -> [ImageSummary] {
        let summaries: [ImageSummary]
        if let repository, repository.hasPrefix(Self.registryPrefix) {
            let name = try ImageReference(parsing: String(repository.dropFirst(Self.registryPrefix.count)))
            let access = try trust.access(scratch: workspace.scratch)
            let lister = RegistryLister(registry: Skopeo(access: access), scratch: workspace.scratch)
            summaries = try await lister.list(name.repository)
        } else {
            summaries = try await listEngine(repository, kind)
        }
        return summaries.sorted { ($1.created, $0.reference ?? "") < ($0.created, $1.reference ?? "") }
    }

    private func listEngine(_ repository: String?, _ kind: ContainerEngine.Kind?) async throws -> [ImageSummary] {
        let engine = try await EngineProbe.find(kind)
        // An image that another process removes while it is looked at makes the engine fail; then it is asked once more.
        for _ in 0..<2 {
            do {
                return try await list(repository, in: engine)
            } catch is EngineError {
                continue
            }
        }
        return try await list(repository, in: engine)
    }

    private func list(_ repository: String?, in engine: ContainerEngine) async throws -> [ImageSummary] {
        let wanted = try repository.map { try TagName(parsing: $0, in: engine.kind).reference.repository }
        var summaries: [ImageSummary] = []
        for image in try await engine.images(labelled: ImageLabels.mark) {
            let names = image.names.filter { !Candidates.holds($0) }
                .compactMap { try? TagName(parsing: $0, in: engine.kind) }  // `<none>` is no name
                .filter { wanted == nil || $0.reference.repository == wanted }
            if names.isEmpty, wanted != nil || image.names.contains(where: Candidates.holds) { continue }
            let added = try await engine.layerSizes(of: image.id).filter { $0.isOurs }.reduce(0) { $0 + $1.byteCount }
            let references: [String?] = names.isEmpty ? [nil] : names.map(\.description).sorted()
            summaries += references.map { summary(of: image, called: $0, newByteCount: added) }
        }
        return summaries
    }

    private func summary(of image: ImageInspection, called name: String?, newByteCount: Int64) -> ImageSummary {
        ImageSummary(
            reference: name,
            id: image.id,
            origin: ImageOrigin(image.labels),
            created: image.created,
            byteCount: image.byteCount,
            newByteCount: newByteCount
        )
    }
}

extension LayerSize {
    /// Whether cephdev wrote the layer.
    var isOurs: Bool { createdBy.hasPrefix(Image.originPrefix) }
}
