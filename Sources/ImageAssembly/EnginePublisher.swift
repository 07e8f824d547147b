// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import FoundationEssentials
internal import OCIKit
internal import ProcessKit
package import Reporting
internal import Synchronization
package import SystemPackage

/// Brings an image into a container engine; only layers that the engine lacks are sent.
package final class EnginePublisher: Sendable {
    private let engine: ContainerEngine
    private let store: ContentStore
    private let scratch: FilePath
    private let familyLabel: String
    private let reporter: Reporter
    /// A client that waits for the next image.
    private let early = Mutex<EngineLoad?>(nil)

    /// A publisher that assembles what it sends in `scratch`, which is made when needed and emptied afterwards. Images
    /// that carry `familyLabel` are likely to share layers with those that it sends.
    package init(
        engine: ContainerEngine,
        store: ContentStore,
        scratch: FilePath,
        familyLabel: String,
        reporter: Reporter
    ) {
        self.engine = engine
        self.store = store
        self.scratch = scratch
        self.familyLabel = familyLabel
        self.reporter = reporter
    }

    /// What a publication cost.
    package struct Sent: Sendable, Equatable {
        package let layers: [Layer]
        /// Of the base's layers, when they were sent too.
        package var baseByteCount: Int64 = 0

        package var byteCount: Int64 { layers.reduce(baseByteCount) { $0 + $1.byteCount } }
        /// What the layers are called.
        package var names: [String] { (baseByteCount > 0 ? ["base"] : []) + layers.map(\.name) }
    }

    /// Runs `body`, which is going to publish an image, while the engine's client starts already.
    package func startingEarly<Value>(_ body: () async throws -> Value) async throws -> Value {
        guard engine.kind == .docker else { return try await body() }
        let load = try EngineLoad(in: engine)
        early.withLock { $0 = load }
        do {
            let value = try await body()
            await load.abandon()
            return value
        } catch {
            await load.abandon()
            throw error
        }
    }

    /// Loads `image` under `names`, the first of which must exist.
    ///
    /// `likely` is an image that the engine had lately: asking would take longer than a wrong guess does. `original` is an
    /// image in the engine that it was made from, when that is not one of the family.
    package func publish(
        _ image: Image,
        as names: [String],
        likely: LoadedImage? = nil,
        original: ImageInspection? = nil
    ) async throws -> Sent {
        if engine.isService {
            // Its store cannot be asked for layers from here.
            if try await engine.inspect(image.id.description) != nil {
                for name in names { try await engine.tag(image.id.description, as: name) }
                return Sent(layers: [])
            }
            let sent = try await containerd.sendWhole(image, names, original?.id ?? image.base.id.description)
            for name in names { try await engine.tag(image.id.description, as: name) }
            return sent
        }
        if image.base.naming == .manifest {
            let source = original?.id ?? image.base.id.description
            return try await containerd.publish(image, as: names, likely: likely, source: source)
        }
        let guess = presentCount(of: image, in: [(likely?.layers ?? []).map(\.description)])
        do {
            return try await send(image, names, present: guess)
        } catch let error as EngineError {
            reporter.report(.detail("\(engine.name) did not take layers above the \(guess) that it may have: \(error)"))
            return try await publishSurely(image, as: names, original: original, after: guess, error)
        }
    }

    private var containerd: ContainerdLoader {
        ContainerdLoader(engine: engine, store: store, reporter: reporter) { try await self.load($0) }
    }

    /// Asks the engine what it has; then takes for granted the base alone. `error` is why the guess was wrong.
    private func publishSurely(
        _ image: Image,
        as names: [String],
        original: ImageInspection?,
        after guess: Int,
        _ error: EngineError
    ) async throws -> Sent {
        let relatives = try await engine.images(labelled: familyLabel) + [original].compactMap(\.self)
        let known = presentCount(of: image, in: relatives.map(\.diffIDs))
        var last = error
        for present in known == 0 ? [0] : [known, 0] where present != guess {
            do {
                return try await send(image, names, present: present)
            } catch let error as EngineError {
                reporter.report(.detail("\(engine.name) did not take layers above \(present) of them: \(error)"))
                last = error
            }
        }
        throw last
    }

    /// Layers of `image` over its base that the engine has when it has images with the layers `chains`: it knows a layer
    /// only by the whole chain below it.
    private func presentCount(of image: Image, in chains: [[String]]) -> Int {
        let wanted = image.diffIDs.map(\.description)
        let shared = chains.map { zip($0, wanted).prefix { $0 == $1 }.count }.max() ?? 0
        return max(0, shared - image.base.layers.count)
    }

    private func send(_ image: Image, _ names: [String], present: Int) async throws -> Sent {
        let missing = Array(image.layers.dropFirst(present))
        switch engine.kind {
        case .docker:
            let archive = DockerArchive(image: image, names: names, blobs: missing.map { store.loadable($0) })
            try await load { try archive.write(to: $0) }
        case .podman: try await copyLayout(image, names)
        }
        return Sent(layers: missing)
    }

    private func load(_ write: @escaping @Sendable (FileDescriptor) throws -> Void) async throws {
        let started = early.withLock { early in
            defer { early = nil }
            return early
        }
        try await (started ?? EngineLoad(in: engine)).load(write)
    }

    /// podman's store is asked for each layer by skopeo, which reads those that it lacks.
    private func copyLayout(_ image: Image, _ names: [String]) async throws {
        // It takes no image without a name.
        guard let first = names.first else { return }
        let folder = scratch.appending("\(image.id.hex).oci")
        defer { try? FileManager.default.removeItem(atPath: folder.string) }  // scratch
        try await BlockingWork.run { [store] _ in
            try PartialLayout(image: image, name: first, store: store).write(to: folder)
        }
        try await engine.copy(layout: folder, name: first)
        for name in names.dropFirst() { try await engine.tag(first, as: name) }
    }
}
