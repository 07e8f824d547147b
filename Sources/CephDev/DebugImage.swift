// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FileTree
internal import FoundationEssentials
internal import ImageAssembly
internal import OCIKit
internal import ProcessKit
internal import Reporting

/// The side image of debug information: files under `usr/lib/debug/.build-id/` and nothing else, where gdb and debuginfod
/// look for them.
struct DebugImage: Sendable {
    let store: ContentStore
    let publisher: EnginePublisher
    let engine: ContainerEngine.Kind
    let epoch: Int64
    let reporter: Reporter

    /// Makes the side image of `image`, whose files were `staged` before they were stripped, and loads it under `names`
    /// with `-debug` at their ends.
    func make(of staged: StagedTree, for image: Image, as names: [String]) async throws {
        let names = try names.map { try Self.name(for: $0, in: engine) }
        let debug = try await reporter.stage(.symbols, note: { (debug: Image) in "\(debug.changedPaths.count) files" })
        {
            let debug = try await assemble(staged, for: image)
            _ = try await publisher.publish(debug, as: names)
            return debug
        }
        reporter.report(.note("debug information: \(names.first ?? "") \(debug.id)"))
    }

    /// `ceph/daemon:x` → `ceph/daemon:x-debug`, as `engine` names it.
    static func name(for name: String, in engine: ContainerEngine.Kind) throws -> String {
        let reference = try ImageReference(parsing: name)
        let tag = reference.tag ?? "latest"
        let suffix = "-debug"
        let debug = try reference.tagged(tag.prefix(ImageReference.longestTag - suffix.count) + suffix)
        return try TagName(debug, in: engine).spelled
    }

    private func assemble(_ staged: StagedTree, for image: Image) async throws -> Image {
        let stripper = Stripper(store: store)
        var requests: [LayerRequest] = []
        for (component, items) in staged.itemsByComponent {
            requests.append(LayerRequest(name: component.rawValue, items: try await stripper.symbols(of: items)))
        }
        let empty = try empty(like: image)
        let plan = try LayerPlanner(base: empty.tree).plan(requests)
        let writer = LayerWriter(store: store, epoch: epoch)
        let layers = try await BlockingWork.run { flag in
            try plan.groups.map { try writer.write($0, check: flag.check) }
        }
        let labels = [ImageLabels.mark: CephDevVersion.current, ImageLabels.debugOf: image.id.description]
        return try ImageAssembler(base: empty, labels: labels, epoch: epoch).assemble(layers)
    }

    /// An image without files, for the platform of `image`.
    private func empty(like image: Image) throws -> BaseImage {
        let platform = try ImageConfiguration(json: image.configuration)
        let bytes = try CanonicalJSON.encode(
            JSONValue.object([
                "architecture": .string(platform.architecture),
                "os": .string(platform.operatingSystem),
                "config": .object([:]),
                "rootfs": .object(["type": .string("layers"), "diff_ids": .array([])]),
            ])
        )
        return try BaseImage(
            id: Digest.of(bytes),
            naming: image.base.naming,
            configuration: ImageConfiguration(json: bytes),
            layers: []
        )
    }
}
