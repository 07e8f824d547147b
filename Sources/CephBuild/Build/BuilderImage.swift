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

    /// The builder for `lists` on `base`'s distribution; built only when no image carries the key of their content and of
    /// the folder `recipe`, which holds the Dockerfile.
    ///
    /// `probe` tells what an image is. It throws ``BuildFailure/builderDoesNotFit(builder:base:differences:)``, or what the
    /// engine says.
    package static func make(
        for lists: DependencyLists,
        base: BaseFacts,
        baseName: String,
        recipe: FilePath,
        scratch: FilePath,
        engine: ContainerEngine,
        reporter: Reporter,
        probe: (ImageInspection) async throws -> BaseFacts
    ) async throws -> BuilderImage {
        let recipeFiles = try recipeFiles(in: recipe)
        let key = try key(lists: lists, recipeFiles: recipeFiles, recipe: recipe, base: base)
        let name = "cephdev/builder:\(base.distribution)-\(base.release)-\(key.hex.prefix(12))"
        var present = try await engine.inspect(name)
        if present?.labels[keyLabel] != key.description {
            reporter.report(.note("building the builder image \(name); this is done once per set of dependency lists"))
            try assembleContext(lists: lists, recipeFiles: recipeFiles, recipe: recipe, in: scratch)
            try await engine.build(
                context: scratch,
                tag: name,
                arguments: ["BASE_IMAGE": base.distributionImage],
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

    private static func recipeFiles(in recipe: FilePath) throws -> [String] {
        // The script of a later step is mounted when it is needed; a change of it makes no new builder.
        try FileManager.default.contentsOfDirectory(atPath: recipe.string).sorted()
            .filter { $0 != BuildPlanner.subsetInstaller }
    }

    private static func key(
        lists: DependencyLists,
        recipeFiles: [String],
        recipe: FilePath,
        base: BaseFacts
    ) throws -> Digest {
        let recipe = try recipeFiles.map { file in
            "\(file) \(Digest.of([UInt8](try Data(contentsOf: URL(filePath: recipe.appending(file).string)))))"
        }
        return Digest.of(
            try CanonicalJSON.encode([[base.distributionImage, base.machine], recipe, try lists.fingerprint()])
        )
    }

    private static func assembleContext(
        lists: DependencyLists,
        recipeFiles: [String],
        recipe: FilePath,
        in scratch: FilePath
    ) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: scratch.string) { try manager.removeItem(atPath: scratch.string) }
        try manager.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
        for file in recipeFiles {
            try manager.copyItem(atPath: recipe.appending(file).string, toPath: scratch.appending(file).string)
        }
        try lists.copy(to: scratch.appending("source"))
    }
}
