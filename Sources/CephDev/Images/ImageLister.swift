// SPDX-License-Identifier: Apache-2.0

package import EngineKit
internal import ImageAssembly
internal import OCIKit

/// What `cephdev images` does: finds the images that cephdev made.
package struct ImageLister: Sendable {
    package init() {}

    /// The images in an engine, the newest first, a line for each name; of `repository` alone unless that is nil.
    package func list(_ repository: String?, engine kind: ContainerEngine.Kind?) async throws -> [ImageSummary] {
        let engine = try await EngineProbe.find(kind)
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
        return summaries.sorted { ($1.created, $0.reference ?? "") < ($0.created, $1.reference ?? "") }
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
