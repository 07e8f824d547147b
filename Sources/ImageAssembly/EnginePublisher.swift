// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import FoundationEssentials
internal import ProcessKit
package import SystemPackage

/// Brings an image into a container engine; only layers that the engine lacks are sent.
package struct EnginePublisher: Sendable {
    private let engine: ContainerEngine
    private let store: ContentStore
    private let scratch: FilePath
    private let candidates: Candidates
    private let familyLabel: String

    /// A publisher that assembles what it sends in `scratch`, which is made when needed and emptied afterwards. Images
    /// that carry `familyLabel` are likely to share layers with those that it sends.
    package init(
        engine: ContainerEngine,
        store: ContentStore,
        scratch: FilePath,
        candidates: Candidates,
        familyLabel: String
    ) {
        self.engine = engine
        self.store = store
        self.scratch = scratch
        self.candidates = candidates
        self.familyLabel = familyLabel
    }

    /// What a publication cost.
    package struct Sent: Sendable, Equatable {
        package let layers: [Layer]

        package var byteCount: Int64 { layers.reduce(0) { $0 + $1.byteCount } }
    }

    /// Loads `image` as a candidate. `original` is an image in the engine that it was made from, when that is not one of
    /// the family.
    package func publish(_ image: Image, original: ImageInspection? = nil) async throws -> Sent {
        if try await engine.inspect(image.id.description) != nil {
            try await engine.tag(image.id.description, as: candidates.name(of: image))
            return Sent(layers: [])
        }
        try FileManager.default.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
        switch engine.kind {
        case .docker:
            let relatives = try await engine.images(labelled: familyLabel) + [original].compactMap(\.self)
            return try await loadArchive(image, present: presentCount(of: image, in: relatives))
        case .podman: return try await copyLayout(image)
        }
    }

    /// Layers of `image` over the base that docker has: it knows a layer only by the whole chain below it.
    private func presentCount(of image: Image, in relatives: [ImageInspection]) -> Int {
        let wanted = image.base.layers.map(\.diffID.description) + image.layers.map(\.diffID.description)
        let shared = relatives.map { zip($0.diffIDs, wanted).prefix { $0 == $1 }.count }.max() ?? 0
        return max(0, shared - image.base.layers.count)
    }

    private func loadArchive(_ image: Image, present: Int) async throws -> Sent {
        let missing = Array(image.layers.dropFirst(present))
        let name = candidates.name(of: image)
        let file = scratch.appending("\(image.id.hex).tar")
        defer { try? FileManager.default.removeItem(atPath: file.string) }  // scratch
        try await BlockingWork.run { [store] _ in
            try PartialArchive(image: image, name: name, missing: missing, store: store).write(to: file)
        }
        let input = try FileDescriptor.open(file, .readOnly, options: .closeOnExec)
        defer { try? input.close() }  // read only: nothing to lose
        try await engine.load(from: input, describedAs: "image \(image.id.hex.prefix(12))")
        return Sent(layers: missing)
    }

    private func copyLayout(_ image: Image) async throws -> Sent {
        let folder = scratch.appending("\(image.id.hex).oci")
        defer { try? FileManager.default.removeItem(atPath: folder.string) }  // scratch
        // podman's store takes no image without a name.
        let name = candidates.name(of: image)
        try await BlockingWork.run { [store] _ in
            try PartialLayout(image: image, name: name, store: store).write(to: folder)
        }
        try await engine.copy(layout: folder, name: name)
        return Sent(layers: image.layers)
    }
}
