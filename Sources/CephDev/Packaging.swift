// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FoundationEssentials
internal import ImageAssembly
internal import ImageCheck
internal import Reporting
internal import SystemPackage

/// From staged files to an image in the engine that was checked, mended where needed, and tagged.
struct Packaging: Sendable {
    struct Outcome: Sendable {
        let image: Image
        /// Nil when nothing was to be checked.
        let report: CheckReport?
        /// What fixes did, and what they could not; nil when none was planned.
        var plan: FixPlan?
        /// What the image is called now; nothing before it has earned its names.
        var names: [String] = []

        init(image: Image, report: CheckReport?, names: [String]) {
            self.image = image
            self.report = report
            self.names = names
        }

        init(_ judged: CheckFixLoop.Outcome) {
            image = judged.image
            report = judged.report
            plan = judged.plan
        }
    }

    let workspace: Workspace
    let engine: ContainerEngine
    let base: BaseImage
    let labels: [String: String]
    let epoch: Int64
    let reporter: Reporter

    private let store: ContentStore
    private let publisher: EnginePublisher
    private let candidates: Candidates
    private let loaded: LoadedLayers

    init(
        workspace: Workspace,
        engine: ContainerEngine,
        base: BaseImage,
        labels: [String: String],
        epoch: Int64,
        reporter: Reporter
    ) {
        self.workspace = workspace
        self.engine = engine
        self.base = base
        self.epoch = epoch
        self.reporter = reporter
        store = ContentStore(at: workspace.blobs)
        self.labels = labels
        candidates = Candidates(engine: engine)
        loaded = LoadedLayers(at: workspace.loadedLayers(in: engine))
        publisher = EnginePublisher(
            engine: engine,
            store: store,
            scratch: workspace.scratch,
            familyLabel: ImageLabels.mark,
            reporter: reporter
        )
    }

    /// Makes an image of the staged files and gives it its names, once it has earned them.
    ///
    /// It throws ``WorkspaceFailure/checkFailed(_:)`` with the engine as it was before.
    func package(_ staged: StagedTree, as tags: ImageTags, _ options: PackagingOptions) async throws -> Outcome {
        try await leavingNoCandidates {
            let outcome = try await publisher.startingEarly {
                let shipped = options.strips ? try await strip(staged) : staged
                return options.checks
                    ? try await proveAndTag(shipped, options, as: tags)
                    : try await loadAndTag(shipped, options, as: tags)
            }
            if options.makesDebugImage {
                let side = DebugImage(
                    store: store,
                    publisher: publisher,
                    engine: engine.kind,
                    epoch: epoch,
                    reporter: reporter
                )
                try await side.make(of: staged, for: outcome.image, as: outcome.names)
            }
            return outcome
        }
    }

    /// Mends an image that is in the engine, of which a check found `report`, with `material`, and gives the mended one the
    /// moving ones of `names`, and a lasting name of its own.
    func mend(
        _ image: Image,
        _ report: CheckReport,
        called names: [String],
        from material: FixMaterial
    ) async throws -> Outcome {
        let original = try await engine.inspect(image.id.description)
        return try await leavingNoCandidates {
            let shipped = try await strip(material)
            let loop = loop(original: original)
            var outcome = try await Outcome(
                loop.judge(loop.run(image, report, with: shipped, mendsWarnings: true), forces: false)
            )
            let tags = try ImageTags.names(names, of: original?.labels ?? [:])
            outcome.names = try await tag(outcome.image, as: tags)
            return outcome
        }
    }

    /// What ``mend(_:called:from:)`` would do.
    func plan(for image: Image, from material: FixMaterial) async throws -> FixPlan {
        let planning = FixPlanning(workspace: workspace, engine: engine)
        return try await planning.plan(for: image, with: strip(material)).0
    }

    /// The material with its files as they ship: what an image has of them is the same then.
    private func strip(_ material: FixMaterial) async throws -> FixMaterial {
        var shipped = material
        if let staged = material.staged { shipped.staged = try await strip(staged) }
        return shipped
    }

    private func strip(_ staged: StagedTree) async throws -> StagedTree {
        try await reporter.stage(.strip) { try await staged.stripped(by: Stripper(store: store)) }
    }

    private func leavingNoCandidates(_ work: () async throws -> Outcome) async throws -> Outcome {
        do {
            let outcome = try await work()
            await candidates.dropAll()
            return outcome
        } catch {
            await candidates.dropAll()
            throw error
        }
    }

    private func loop(original: ImageInspection? = nil) -> CheckFixLoop {
        CheckFixLoop(
            engine: engine,
            workspace: workspace,
            publisher: publisher,
            candidates: candidates,
            epoch: epoch,
            reporter: reporter,
            original: original
        )
    }

    private func compose(_ staged: StagedTree, _ options: PackagingOptions) async throws -> Image {
        try await ImageComposer(workspace: workspace, base: base, labels: labels, epoch: epoch, reporter: reporter)
            .compose(staged.reduced(to: options.onlyTargets), replacesAll: options.replacesAll)
    }

    private func load(_ image: Image, as names: [String]) async throws {
        _ = try await reporter.stage(
            .load,
            note: { sent in
                sent.names.isEmpty
                    ? "the engine has all layers"
                    : "sent \(ByteCount(sent.byteCount)): " + sent.names.joined(separator: ", ")
            }
        ) {
            try await publisher.publish(image, as: names, likely: loaded.read())
        }
        loaded.remember(image)
    }

    private func proveAndTag(
        _ staged: StagedTree,
        _ options: PackagingOptions,
        as tags: ImageTags
    ) async throws -> Outcome {
        let image = try await compose(staged, options)
        let loop = loop()
        let report = try await loadAndCheck(image, by: loop)
        let material = options.fixes ? FixMaterial(staged: staged, builder: workspace.lastBuilder) : nil
        var outcome = try await Outcome(
            loop.judge(loop.run(image, report, with: material, mendsWarnings: false), forces: options.forces)
        )
        outcome.names = try await tag(outcome.image, as: tags)
        return outcome
    }

    /// What `image` links to is looked at while it is on its way to the engine.
    private func loadAndCheck(_ image: Image, by loop: CheckFixLoop) async throws -> CheckReport {
        let name = candidates.name(of: image)
        let arrival = Arrival()
        return try await withThrowingTaskGroup(of: CheckReport.self) { group in
            group.addTask { try await loop.check(image, after: arrival) }
            try await load(image, as: [name])
            arrival.announce()
            return try await reporter.stage(.check, note: \.summary) {
                guard let report = try await group.next() else { throw CancellationError() }
                return report
            }
        }
    }

    /// What is not checked needs no name before its own.
    private func loadAndTag(
        _ staged: StagedTree,
        _ options: PackagingOptions,
        as tags: ImageTags
    ) async throws -> Outcome {
        let (image, names) = try await tagger.give(tags) {
            try await compose(staged, options)
        } set: { image, names in
            try await load(image, as: names)
        }
        try remember(image, names)
        return Outcome(image: image, report: nil, names: names)
    }

    /// Gives `image`, which is in the engine, its names.
    private func tag(_ image: Image, as tags: ImageTags) async throws -> [String] {
        try await reporter.stage(.tag) {
            let (_, names) = try await tagger.give(tags) {
                image
            } set: { image, names in
                for name in names { try await engine.tag(candidates.reference(of: image), as: name) }
            }
            try remember(image, names)
            return names
        }
    }

    private var tagger: ImageTagger {
        ImageTagger(engine: engine, history: workspace.tagHistory(of: engine, reporter: reporter))
    }

    /// Keeps what a push needs of the image besides its layers, and its names as those of the workspace's last image.
    private func remember(_ image: Image, _ names: [String]) throws {
        try store.keepConfiguration(of: image)
        let lines = names.joined(separator: "\n")
        try Data(lines.utf8).write(to: URL(filePath: workspace.lastImageFile.string), options: .atomic)
    }
}
