// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
package import Flavors
internal import FoundationEssentials
internal import GitKit
internal import ImageAssembly
package import Reporting
internal import SystemPackage

/// What `cephdev base push` does: the images of flavors go to their registry under tags that stay and tags that move.
package struct FlavorPushService: Sendable {
    package struct Request: Sendable {
        package var flavors: [Flavor]
        package var source: FlavorSource
        package var trust: RegistryTrust
        package var engine: ContainerEngine.Kind?
        /// Builds the daemon image of the first flavor once more, and pushes it as `latest-bis`.
        package var again = false
        package var isDryRun = false

        package init(_ flavors: [Flavor], of source: FlavorSource, trust: RegistryTrust) {
            self.flavors = flavors
            self.source = source
            self.trust = trust
        }
    }

    /// An image under a name in a registry.
    package struct Entry: Sendable, Equatable, Encodable {
        package let image: String
        package let reference: String
        /// Whether other images will have the name.
        package let moves: Bool
        /// Nil in a dry run.
        package let digest: String?
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Pushes what the engine has. A name that stays is never given to another image.
    ///
    /// It throws ``FlavorImageFailure``, and what a push does.
    package func push(_ request: Request) async throws -> [Entry] {
        let origin = try TreeState(of: request.source.tree.root)
        let tags = ReleaseTags(branch: origin.branch, commit: origin.commit, gitTag: origin.tag)
        let engine = try await EngineProbe.find(request.engine)
        if request.again { return try await pushAgain(request, as: tags, engine) }
        let planned = try await plan(request, tags, origin, engine)
        guard !request.isDryRun else { return planned }
        // Nothing moves before all that stays is there.
        var done: [Entry] = []
        for entry in planned.sorted(by: { !$0.moves && $1.moves }) {
            done.append(try await push(entry, request, engine))
        }
        return done
    }

    private func plan(
        _ request: Request,
        _ tags: ReleaseTags,
        _ origin: TreeState,
        _ engine: ContainerEngine
    ) async throws -> [Entry] {
        var entries: [Entry] = []
        var seen: Set<String> = []
        for flavor in request.flavors {
            let isFirst = seen.insert(flavor.release).inserted
            let local = request.source.names(of: flavor, release: request.source.options.release ?? origin.branch)
            let remote = request.source.names(of: flavor, release: tags.immutable)
            for image in ["daemon-base", "daemon"] {
                guard let found = try await engine.inspect(local[image]) else {
                    throw FlavorImageFailure.notBuilt(local[image], flavor: "\(flavor)")
                }
                guard found.labels["GIT_COMMIT"] == origin.commit, found.labels["GIT_CLEAN"] == "True" else {
                    throw FlavorImageFailure.otherCommit(local[image], commit: origin.commit)
                }
                entries.append(Entry(image: local[image], reference: remote[image], moves: false, digest: nil))
                guard isFirst, tags.movesLatest else { continue }
                let latest = request.source.name(image, tag: "latest-\(flavor.release)")
                entries.append(Entry(image: local[image], reference: latest, moves: true, digest: nil))
            }
        }
        return entries
    }

    private func pushAgain(_ request: Request, as tags: ReleaseTags, _ engine: ContainerEngine) async throws -> [Entry]
    {
        var options = request.source.options
        options.release = tags.again
        let source = FlavorSource(tree: request.source.tree, options: options)
        guard let flavor = request.flavors.first else { return [] }
        let image = source.names(of: flavor, release: tags.again)["daemon"]
        let entry = Entry(image: image, reference: source.name("daemon", tag: "latest-bis"), moves: true, digest: nil)
        guard !request.isDryRun else { return [entry] }
        let lock = try workspace.lock()
        defer { withExtendedLifetime(lock) {} }
        let builder = FlavorImageBuilder(workspace: workspace, engine: engine, source: source, reporter: reporter)
        _ = try await builder.build(flavor, checks: false)
        return [try await push(entry, request, engine)]
    }

    private func push(_ entry: Entry, _ request: Request, _ engine: ContainerEngine) async throws -> Entry {
        if !entry.moves { try await refuseOther(entry, request, engine) }
        var push = PushService.Request(to: try PushDestination(parsing: entry.reference), trust: request.trust)
        push.image = entry.image
        push.engine = engine.kind
        let result = try await PushService(workspace: workspace, reporter: reporter).push(push)
        return Entry(
            image: entry.image,
            reference: entry.reference,
            moves: entry.moves,
            digest: result.publication.digest.description
        )
    }

    /// - Throws: ``FlavorImageFailure/taken(_:by:)`` when the registry has another image under the name
    private func refuseOther(_ entry: Entry, _ request: Request, _ engine: ContainerEngine) async throws {
        let scratch = workspace.scratch.appending("names")
        let skopeo = Skopeo(access: try request.trust.access(scratch: scratch))
        let configuration: [UInt8]
        do {
            configuration = try await skopeo.configuration(of: entry.reference, scratch: scratch)
        } catch EngineError.registry(.unknownName, _, _, _) {
            return
        }
        let id = Digest.of(configuration).description
        guard try await engine.inspect(entry.image)?.id != id else { return }
        throw FlavorImageFailure.taken(entry.reference, by: id)
    }
}

extension FlavorSource {
    fileprivate func names(of flavor: Flavor, release: String) -> ImageNames {
        ImageNames(flavor, options, arch: flavor.arch ?? options.arch, release: release)
    }

    fileprivate func name(_ image: String, tag: String) -> String {
        (options.registry.isEmpty ? "" : options.registry + "/") + "\(image):\(tag)"
    }
}

/// What git says of the checkout around a tree.
private struct TreeState {
    let branch: String
    let commit: String
    let tag: String?

    /// - Throws: ``FlavorFailure/noRepository(_:)``, ``FlavorImageFailure/dirtyTree(_:paths:)``
    init(of tree: FilePath) throws {
        guard let checkout = try LocalCheckout(around: tree), let head = try checkout.head() else {
            throw FlavorFailure.noRepository(tree)
        }
        let dirty = try checkout.state().dirtyPaths
        guard dirty.isEmpty else { throw FlavorImageFailure.dirtyTree(tree, paths: dirty) }
        branch = try checkout.branch() ?? "HEAD"
        commit = head.description
        tag = try checkout.tags(at: head).first
    }
}
