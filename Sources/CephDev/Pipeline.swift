// SPDX-License-Identifier: Apache-2.0

internal import BuildReports
internal import CephBuild
internal import Digests
internal import EngineKit
internal import FileTree
internal import FoundationEssentials
internal import GitKit
internal import ImageAssembly
internal import ImageCheck
internal import ProcessKit
package import Reporting
internal import SystemPackage

/// From source to a checked and tagged image, stage by stage.
package struct Pipeline: Sendable {
    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    private var folders: BuildFolders { workspace.folders }

    /// Builds what `request` asks for. Nothing is tagged before the check has passed, or `request.forces` says so. What the
    /// build was, did and took is kept in the workspace, however it ends, and shown in the files of `request.reports`.
    package func build(_ request: BuildRequest) async throws -> BuildResult {
        try request.reports.requireWritable()
        let lock = try workspace.lock()
        defer { withExtendedLifetime(lock) {} }
        let recorder = BuildRecorder(request.options, began: .now, in: folders)
        let pipeline = Pipeline(workspace: workspace, reporter: recorder.reporter(before: reporter))
        do {
            let result = try await pipeline.build(request, recorder)
            keep(recorder.report(), in: request.reports)
            return result
        } catch {
            keep(recorder.report(after: error), in: request.reports)
            throw error
        }
    }

    /// A build that worked, or failed for a reason of its own, does not fail for its picture.
    private func keep(_ report: BuildReport, in files: ReportFiles) {
        do {
            try BuildRecord(of: workspace).keep(report)
            try files.write(report)
        } catch {
            reporter.report(.warning("the build cannot be shown: \(ErrorReport(error).message)"))
        }
    }

    private func build(_ request: BuildRequest, _ recorder: BuildRecorder) async throws -> BuildResult {
        let engine = try await prepare(request)
        let finder = BaseFinder(workspace: workspace, reporter: reporter)
        let (base, facts) = try await reporter.stage(.base) {
            let base = try await finder.find(request.base, in: engine)
            return (base, try await finder.facts(of: base.inspection, in: base.engine))
        }
        async let place = EnginePlace(workspace: workspace, reporter: reporter)
            .volumes(in: base.engine, trying: base.inspection.id)
        recorder.learn(base, loaded: LoadedLayers(at: workspace.loadedLayers(in: base.engine)).read())
        let source = try await reporter.stage(.source, note: \.summary) {
            try await SourceFetcher(folders: folders, policy: request.sourcePolicy, reporter: reporter)
                .fetch(request.source)
        }
        recorder.learn(source)
        let (builder, recipe) = try await reporter.stage(.builder, note: { $0.0.name }) {
            try await BuilderFinder(workspace: workspace, base: base, facts: facts, reporter: reporter)
                .find(for: source, request)
        }
        recorder.learn(builder)
        try workspace.remember(builder: builder.name)
        var request = request
        if try await place != nil { request.options = try await request.options.fitted(to: base.engine) }
        let plan = try makePlan(request, source: source, base: base, facts: facts, builder: builder, recipe: recipe)
        try await recorder.learn(plan, isElsewhere: place != nil)
        try await workspace.compileContainer.remember(
            plan.compile,
            builder: plan.builder,
            in: base.engine,
            isElsewhere: place != nil
        )
        let output = try await Builder(folders: folders, engine: base.engine, volumes: place, reporter: reporter)
            .build(plan)
        recorder.learn(output)
        let staged = try await reporter.stage(.stage, note: { "\($0.files.count) files" }) {
            try await Stager(keepsHeaders: request.options.installsHeaders, trustsTimes: true).stage(
                output.installRoot,
                indexFile: workspace.installIndex
            )
        }
        guard request.makesImage else { return BuildResult(output) }
        let tags = try ImageTags.names(for: source, request.tag)
        let labels = ImageLabels.make(source: source, base: base, plan: plan, request: request)
        let outcome = try await Packaging(
            workspace: workspace,
            engine: base.engine,
            base: base.image,
            labels: labels,
            epoch: plan.stamp.epoch,
            reporter: reporter
        ).package(staged, as: tags, request.packagingOptions)
        var result = BuildResult(outcome, log: output.compileLog)
        result.cache = output.cache
        recorder.learn(result)
        if var push = request.push {
            push.image = outcome.names.first
            push.engine = base.engine.kind
            let pushed = try await PushService(workspace: workspace, reporter: reporter).push(push)
            recorder.learn(pushed)
            result.push = pushed
        }
        return result
    }

    /// An engine that knows whose containers it runs, with those of killed runs gone, and the folders cleaned.
    private func prepare(_ request: BuildRequest) async throws -> ContainerEngine {
        var engine = try await EngineProbe.find(request.engine)
        engine.owner = workspace.root.string
        engine.isOffline = request.sourcePolicy.isOffline
        async let containers: Void = engine.removeLeftovers()
        async let images = ImageCleaner(engine: engine, reporter: reporter).clean(
            named: [],
            all: false,
            isDryRun: false
        )
        _ = try await (containers, images)
        try Cleaner(workspace: workspace).clean(request.cleans)
        if !FarRecord(in: workspace).places.isEmpty {
            _ = try await FarCleaner(workspace: workspace, engine: engine, reporter: reporter).clean(request.cleans)
        }
        return engine
    }

    private func makePlan(
        _ request: BuildRequest,
        source: SourceTree,
        base: BaseFinder.Base,
        facts: BaseFacts,
        builder: BuilderImage,
        recipe: FilePath
    ) throws -> BuildPlan {
        let stamp = try VersionStamp(
            mode: request.options.versionMode,
            source: source,
            base: facts.ceph,
            baseEpoch: base.epoch
        )
        let planner = BuildPlanner(
            folders: folders,
            builder: builder,
            recipe: recipe,
            base: facts,
            options: request.options
        )
        return try planner.plan(stamp: stamp, packaging: DistributionBuild(of: facts, source: source.root))
    }
}

extension BuildOptions {
    /// As many compilers as the host of `engine`, which is elsewhere, can run at once, when the user did not choose.
    fileprivate func fitted(to engine: ContainerEngine) async throws -> BuildOptions {
        guard !hasChosenJobs, let (cores, memory) = try await engine.capacity() else { return self }
        var options = self
        options.jobs = JobLimit(cores: cores, memory: memory).jobs
        return options
    }
}
