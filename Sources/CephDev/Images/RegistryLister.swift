// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import ImageAssembly
internal import OCIKit
internal import SystemPackage

/// Finds the images of a registry that cephdev made, by their configurations alone: no layer is fetched.
struct RegistryLister: Sendable {
    /// Requests under way at once: a registry may hold hundreds of tags.
    private static let requestLimit = 4

    let registry: Skopeo
    let scratch: FilePath

    /// The images of `repository`, in no order.
    func list(_ repository: String) async throws -> [ImageSummary] {
        var tags = try await registry.tags(of: repository)[...]
        return try await withThrowingTaskGroup(of: ImageSummary?.self) { group in
            var summaries: [ImageSummary] = []
            for tag in tags.prefix(Self.requestLimit) { group.addTask { try await summary("\(repository):\(tag)") } }
            tags = tags.dropFirst(Self.requestLimit)
            while let summary = try await group.next() {
                if let summary { summaries.append(summary) }
                guard let tag = tags.popFirst() else { continue }
                group.addTask { try await self.summary("\(repository):\(tag)") }
            }
            return summaries
        }
    }

    /// Nil for what cephdev did not make.
    private func summary(_ reference: String) async throws -> ImageSummary? {
        _ = try ImageReference(parsing: reference)
        let manifest: ImageManifest
        do {
            manifest = try await ImageReader(cache: scratch, scratch: scratch).manifest(of: reference, registry)
                .manifest
        } catch is OCIError {
            return nil  // a chart, a signature: no image
        } catch is LayoutFailure {
            return nil  // for other platforms
        }
        let configuration = try ImageConfiguration(json: await registry.configuration(of: reference, scratch: scratch))
        let origin = ImageOrigin(configuration.labels)
        guard origin.madeBy != nil else { return nil }
        let added = zip(manifest.layers, configuration.layerOrigins).filter { $1.hasPrefix(Image.originPrefix) }
        return ImageSummary(
            reference: reference,
            id: manifest.configuration.digest.description,
            origin: origin,
            created: configuration.created ?? "",
            byteCount: manifest.layers.reduce(manifest.configuration.size) { $0 + $1.size },
            newByteCount: added.reduce(0) { $0 + $1.0.size }
        )
    }
}
