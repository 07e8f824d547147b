// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import FoundationEssentials
package import Reporting
package import SystemPackage

/// An image that holds the compilers and libraries which a source tree asks for.
package struct BuilderImage: Sendable, Equatable {
    package let name: String
    /// The engine's id of it: what a build is keyed by.
    package let id: String
    package let facts: BaseFacts
    /// Whether a container must be told to run as the caller: docker's root is the host's, podman's is the caller.
    let runsAsCaller: Bool

    private static let keyLabel = "io.github.cephdev.builder.key"

    /// What makes a builder for a source tree of the image `BUILDER`, a file of the recipe.
    private static let dependencies = "dependencies.Dockerfile"

    /// The builder for `lists` on `system`, the image called `name` with compilers in it; built only when no image carries the
    /// key of their content and of what the folder `recipe` does with it.
    ///
    /// `probe` tells what an image is. It throws ``BuildFailure/builderDoesNotFit(builder:base:differences:)``, or what the
    /// engine says.
    package static func make(
        for lists: DependencyLists,
        on system: ImageInspection,
        called systemName: String,
        base: BaseFacts,
        baseName: String,
        recipe: FilePath,
        scratch: FilePath,
        engine: ContainerEngine,
        reporter: Reporter,
        probe: (ImageInspection) async throws -> BaseFacts
    ) async throws -> BuilderImage {
        let file = try Data(contentsOf: URL(filePath: recipe.appending(dependencies).string))
        // Layers, not the id: labels change with each commit of the recipes.
        let key = Digest.of(
            try CanonicalJSON.encode([system.diffIDs, [Digest.of([UInt8](file)).description], lists.fingerprint()])
        )
        let name = "cephdev/builder:\(base.distribution)-\(base.release)-\(key.hex.prefix(12))"
        var present = try await engine.inspect(name)
        if present?.labels[keyLabel] != key.description {
            reporter.report(.note("building the builder image \(name); this is done once per set of dependency lists"))
            try assembleContext(lists: lists, dockerfile: file, in: scratch)
            try await engine.build(
                context: scratch,
                tag: name,
                arguments: ["BUILDER": systemName],
                labels: [keyLabel: key.description]
            ) { reporter.report(.output($0)) }
            present = nil
        }
        return try await existing(name, present, base: base, baseName: baseName, engine: engine, probe: probe)
    }

    /// The builder called `name`, if it fits `base`; `present` is what the engine says of it, when it was asked before, and
    /// `probe` tells what an image is.
    package static func existing(
        _ name: String,
        _ present: ImageInspection? = nil,
        base: BaseFacts,
        baseName: String,
        engine: ContainerEngine,
        probe: (ImageInspection) async throws -> BaseFacts
    ) async throws -> BuilderImage {
        var found = present
        if found == nil { found = try await engine.inspect(name) }
        guard let image = found else { throw EngineError.unknownImage(name, engine: engine.name) }
        let facts = try await probe(image)
        let differences = facts.differences(from: base)
        guard differences.isEmpty else {
            throw BuildFailure.builderDoesNotFit(builder: name, base: baseName, differences: differences)
        }
        return BuilderImage(name: name, id: image.id, facts: facts, runsAsCaller: engine.kind == .docker)
    }

    private static func assembleContext(lists: DependencyLists, dockerfile: Data, in scratch: FilePath) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: scratch.string) { try manager.removeItem(atPath: scratch.string) }
        try manager.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
        try dockerfile.write(to: URL(filePath: scratch.appending("Dockerfile").string))
        try lists.copy(to: scratch.appending("source"))
    }
}
