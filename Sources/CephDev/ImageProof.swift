// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import FileTree
internal import ImageAssembly
internal import ImageCheck
internal import OCIKit

/// Checks an image that is in the engine, or arrives there, and whose objects were read, against the base that it was made
/// from.
struct ImageProof: Sendable {
    let engine: ContainerEngine
    let workspace: Workspace
    /// What the commands of the image are given: making a network namespace takes docker longer than all the rest, and what
    /// was just built here need not be kept from a network.
    var network = ContainerRun.Network.none
    /// When the image is in the engine; nil when it is.
    var arrival: Arrival?
    /// Whose image it is; nil when it has names of its own.
    var candidates: Candidates?

    /// Checks `image`, the engine's id or name of it, whose files are those of `side`. `changed` are the paths that its layers
    /// over the base hold; `base` is nil when it is not known, and plugins cannot be judged then.
    func check(
        _ image: String,
        side: Checker.Side,
        changed: Set<TreePath>,
        base: BaseImage?,
        commands: Checker.Commands
    ) async throws -> CheckReport {
        let shells = EngineShell(engine: engine, network: network, arrival: arrival, candidates: candidates)
        let checker = Checker(
            image: side,
            base: base.map { Checker.Side($0, workspace.objects) },
            changed: changed,
            objects: workspace.objects.object,
            shell: shells.shell(of: image),
            commands: commands
        )
        return try await checker.check()
    }
}

extension Checker.Side {
    /// A tree whose objects `objects` has read, and the small files that a loader reads; `variables` are those of its image.
    init(_ tree: FileTree, _ objects: ObjectStore, variables: [String] = []) {
        func bytes(_ name: String) -> [UInt8] {
            guard let path = try? TreePath(parsing: name),  // they parse
                let digest = tree.digest(at: path)
            else { return [] }
            return objects.file(digest) ?? []
        }
        self.init(
            tree: tree,
            loaderCache: bytes(LoaderFiles.cache),
            environment: LoaderEnvironment(variables: variables, preloadFile: bytes(LoaderFiles.preload)),
            files: objects.file
        )
    }

    init(_ image: BaseImage, _ objects: ObjectStore) {
        self.init(image.tree, objects, variables: image.configuration.environment)
    }

    init(_ image: Image, _ objects: ObjectStore) {
        let configuration = try? ImageConfiguration(json: image.configuration)  // it was made from one
        self.init(image.tree, objects, variables: configuration?.environment ?? [])
    }
}
