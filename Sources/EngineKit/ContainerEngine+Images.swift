// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import ProcessKit
package import SystemPackage

/// What an engine knows of an image.
package struct ImageInspection: Sendable, Equatable {
    /// `sha256:…` of the image's configuration.
    package let id: String
    package let labels: [String: String]
    /// Digests of the uncompressed layers, lowest first.
    package let diffIDs: [String]
    package let created: String
    package let architecture: String
    package let repoDigests: [String]
    /// As the engine writes them.
    package let names: [String]
    /// Of the unpacked layers.
    package let byteCount: Int64
}

/// An entry of an image's history.
package struct LayerSize: Sendable, Equatable {
    package let createdBy: String
    /// Of what it added, unpacked.
    package let byteCount: Int64
}

extension ContainerEngine {
    /// The image called `image`, or nil when the engine has none.
    package func inspect(_ image: String) async throws -> ImageInspection? {
        let result = try await ProcessRunner.run(command(["image", "inspect", image]))
        guard result.status.isSuccess else { return nil }
        return try decodeInspections(result.output).first
    }

    /// Every image that carries `label` (`name` or `name=value`).
    package func images(labelled label: String) async throws -> [ImageInspection] {
        let filter = "label=\(label)"
        let list = try await perform("list", on: "images", ["images", "--quiet", "--no-trunc", "--filter", filter])
        let ids = Set(list.output.filter { !$0.isEmpty })
        guard !ids.isEmpty else { return [] }
        // An image that another process removed meanwhile makes the status bad, not the answer on the others.
        let result = try await ProcessRunner.run(command(["image", "inspect"] + ids.sorted()))
        return try decodeInspections(result.output)
    }

    /// The names, tag included, of all images in `repository`, sorted.
    package func names(in repository: String) async throws -> [String] {
        let format = ["--filter", "reference=\(repository)", "--format", "{{.Repository}}:{{.Tag}}"]
        return Set(try await perform("list", on: "images", ["images"] + format).output)
            .filter { $0.hasPrefix(repository + ":") }.sorted()
    }

    /// The history of `image`, the newest entry first.
    package func layerSizes(of image: String) async throws -> [LayerSize] {
        if kind == .podman { return try await podmanLayerSizes(of: image) }
        let format = "{{.Size}} {{.CreatedBy}}"
        let options = ["--no-trunc", "--human=false", "--format", format, image]
        return try await perform("read the history of", on: image, ["history"] + options).output.compactMap { line in
            // A command of several lines goes on in lines without a number.
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let byteCount = Int64(parts[0]) else { return nil }
            return LayerSize(createdBy: String(parts[1]), byteCount: byteCount)
        }
    }

    /// podman has numbers in its JSON only, and docker has no JSON of a history.
    private func podmanLayerSizes(of image: String) async throws -> [LayerSize] {
        struct Entry: Decodable {
            let CreatedBy: String?
            let size: Int64?
        }
        let result = try await perform("read the history of", on: image, ["history", "--format", "json", image])
        do {
            let json = Data(result.output.joined(separator: "\n").utf8)
            return try JSONDecoder().decode([Entry].self, from: json).map { entry in
                LayerSize(createdBy: entry.CreatedBy ?? "", byteCount: entry.size ?? 0)
            }
        } catch {
            throw EngineError.unreadableAnswer(engine: name, action: "history", reason: "\(error)")
        }
    }

    /// Builds the folder `context` into the image `tag`.
    package func build(
        context: FilePath,
        tag: String,
        arguments: [String: String] = [:],
        labels: [String: String] = [:],
        onLine: @escaping @Sendable (String) -> Void
    ) async throws {
        if isOffline { throw EngineError.offline(engine: name, action: "build", subject: tag) }
        let arguments = EngineArguments.build(
            context: context.string,
            tag: tag,
            buildArguments: arguments,
            labels: labels,
            limits: limits
        )
        try await perform("build", on: tag, arguments) { line, _ in onLine(line) }
    }

    /// Writes `image` as a docker archive into `output`.
    package func save(_ image: String, to output: FileDescriptor) async throws {
        let format = kind == .podman ? ["--format", "docker-archive"] : []
        try await perform("save", on: image, ["save"] + format + [image], output: output)
    }

    /// Reads a docker archive from `input`; layers the engine has may be missing from it (docker only).
    package func load(from input: FileDescriptor, describedAs subject: String) async throws {
        try await perform("load", on: subject, ["load", "--quiet"], input: input)
    }

    /// Copies an OCI layout into podman's store; layers the store has may be missing from the layout.
    package func copy(layout: FilePath, name: String) async throws {
        try await skopeo(["oci:\(layout):\(name)", "containers-storage:\(name)"], "\(name) into podman's store")
    }

    private func skopeo(_ places: [String], _ subject: String) async throws {
        let result = try await ProcessRunner.run(Command("skopeo", ["copy", "--quiet"] + places))
        guard result.status.isSuccess else {
            throw EngineError.failed(
                engine: "skopeo",
                action: "copy",
                subject: subject,
                lastLines: Array(result.errors.suffix(20))
            )
        }
    }

    /// Fetches `image` from its registry.
    package func pull(_ image: String, onLine: @escaping @Sendable (String) -> Void) async throws {
        if isOffline { throw EngineError.offline(engine: name, action: "pull", subject: image) }
        try await perform("pull", on: image, ["pull", image]) { line, _ in onLine(line) }
    }

    package func tag(_ image: String, as name: String) async throws {
        try await perform("tag", on: image, ["tag", image, name])
    }

    /// Takes the name `name` away; the image goes when it has no other.
    package func remove(_ name: String) async throws {
        try await perform("remove", on: name, ["rmi", name])
    }

    private func decodeInspections(_ lines: [String]) throws -> [ImageInspection] {
        do {
            let json = Data(lines.joined(separator: "\n").utf8)
            return try JSONDecoder().decode([InspectionDocument].self, from: json).map(\.inspection)
        } catch {
            throw EngineError.unreadableAnswer(engine: name, action: "image inspect", reason: "\(error)")
        }
    }
}

/// The members of `image inspect` that docker and podman share.
private struct InspectionDocument: Decodable {
    struct Runtime: Decodable {
        let labels: [String: String]?

        enum CodingKeys: String, CodingKey {
            case labels = "Labels"
        }
    }
    struct RootFS: Decodable {
        let layers: [String]?

        enum CodingKeys: String, CodingKey {
            case layers = "Layers"
        }
    }

    let id: String
    let created: String
    let architecture: String
    let runtime: Runtime?
    let rootFS: RootFS
    let repoDigests: [String]?
    let repoTags: [String]?
    let size: Int64?

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case created = "Created"
        case architecture = "Architecture"
        case runtime = "Config"
        case rootFS = "RootFS"
        case repoDigests = "RepoDigests"
        case repoTags = "RepoTags"
        case size = "Size"
    }

    var inspection: ImageInspection {
        ImageInspection(
            id: id.contains(":") ? id : "sha256:" + id,
            labels: runtime?.labels ?? [:],
            diffIDs: rootFS.layers ?? [],
            created: created,
            architecture: architecture,
            repoDigests: repoDigests ?? [],
            names: repoTags ?? [],
            byteCount: size ?? 0
        )
    }
}
