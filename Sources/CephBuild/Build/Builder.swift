// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import FoundationEssentials
internal import ProcessKit
package import Reporting
internal import SystemPackage

/// Carries out a ``BuildPlan``: configure when needed, compile, install.
package struct Builder: Sendable {
    private let folders: BuildFolders
    private let engine: ContainerEngine
    private let volumes: FarVolumes?
    private let reporter: Reporter

    /// A builder that works in the folders themselves, or in `volumes` where the engine does not see them.
    package init(folders: BuildFolders, engine: ContainerEngine, volumes: FarVolumes? = nil, reporter: Reporter) {
        self.folders = folders
        self.engine = engine
        self.volumes = volumes
        self.reporter = reporter
    }

    /// - Throws: ``BuildFailure``; what was compiled before stays for the next run.
    package func build(_ plan: BuildPlan) async throws -> BuildOutput {
        try prepareFolders()
        try plan.stamp.write(below: folders.source)
        if let volumes {
            let far = FarBuild(folders: folders, engine: engine, volumes: volumes, reporter: reporter)
            return output(try await far.work(on: plan.compile) { try await build(plan, in: $0) })
        }
        return output(try await build(plan, in: HostFolders(folders)))
    }

    private func output(_ cache: CacheStatistics?) -> BuildOutput {
        BuildOutput(installRoot: folders.install, compileLog: folders.log(of: .compile), cache: cache)
    }

    /// Gives what the compile cache did.
    private func build(_ plan: BuildPlan, in work: any WorkFolders) async throws -> CacheStatistics? {
        let marks = try await marksOfSameBuilder(plan, work)
        // No key means no finished configure.
        let isFresh = plan.reconfigures || !marks.hasRules || marks.configureKey != plan.configureKey.description
        if isFresh {
            try await reporter.stage(.configure) { try await configure(plan, work) }
        }
        let preflight = try await preflight(plan, isFresh: isFresh)
        let (_, cache) = try await reporter.stage(.compile, note: Self.summary) {
            try await compile(plan, preflight, work)
        }
        try await reporter.stage(.install) { try await install(plan, work) }
        return cache
    }

    private static func summary(steps: Int, cache: CacheStatistics?) -> String {
        steps == 0 ? "nothing to do" : "\(steps) steps" + (cache.map { ", \($0)" } ?? "")
    }

    private func prepareFolders() throws {
        let mountPoint = folders.source.appending("build")
        for folder in [folders.build, folders.install, folders.compileCache, folders.logs, mountPoint] {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        }
    }

    /// Objects of one builder are not for another: its headers differ, with times that tell ninja nothing.
    private func marksOfSameBuilder(_ plan: BuildPlan, _ work: any WorkFolders) async throws -> BuildMarks {
        let marks = try await work.buildMarks()
        // No mark means that nothing was built yet, or that it is not known with what.
        if marks.builder == plan.compile.image { return marks }
        try await work.emptyBuild()
        try await work.write([plan.compile.image], toBuildFile: BuildMarks.builderFile)
        return BuildMarks(builder: plan.compile.image)
    }

    /// An engine that could not start the container is not to be taken for a compiler that failed.
    private func requireStarted(_ result: ProcessResult, _ plan: BuildPlan, _ log: BuildLog) throws {
        switch result.status {
        case .exited(125):
            throw EngineError.failed(
                engine: engine.name,
                action: "start a container of",
                subject: plan.compile.image,
                lastLines: Array(log.lastLines.suffix(5))
            )
        case .exited(126), .exited(127):
            throw BuildFailure.toolMissing(builder: plan.compile.image, lastLines: Array(log.lastLines.suffix(5)))
        default: break
        }
    }

    /// What is told of `stage`, which ended as `result` says.
    private func breakage(
        _ stage: LoggedStage,
        _ plan: BuildPlan,
        _ log: BuildLog,
        _ result: ProcessResult
    ) async -> Breakage {
        var breakage = Breakage(stage, workspace: folders.workspace, log: log.path)
        breakage.failure = log.firstFailure
        breakage.failureCount = log.failureCount
        breakage.firstError = log.firstError
        breakage.lastLines = log.lastLines
        breakage.isRepeatable = volumes == nil
        let killed = KnownFailure.Occurrence(failure: .outOfMemory, step: nil)
        guard let known = log.knownFailure ?? (result.status == .exited(137) ? killed : nil) else { return breakage }
        let circumstances = BuildCircumstances(
            jobs: plan.jobs,
            limit: .ofHost(),
            builder: plan.builder,
            engine: engine.name,
            spaces: await spaces()
        )
        breakage.hint = known.hint(in: circumstances)
        return breakage
    }

    /// Of each file system that a build writes to.
    private func spaces() async -> [FreeSpace] {
        guard volumes == nil else { return [] }
        return await FreeSpace.each(of: [folders.build, folders.compileCache] + (storage().map { [$0] } ?? []))
    }

    /// Where the engine keeps images; nil when it does not say so, or is on another host.
    private func storage() async -> FilePath? {
        guard volumes == nil else { return nil }
        let place = try? await engine.storage()  // what is asked here decides nothing
        return place.flatMap { FileManager.default.fileExists(atPath: $0.string) ? $0 : nil }
    }

    // MARK: Configure

    private func configure(_ plan: BuildPlan, _ work: any WorkFolders) async throws {
        // A flag that was given before and is not now would live on in the cache of cmake.
        try await work.removeBuildFiles(["CMakeCache.txt", BuildMarks.configuredFile])
        let log = try BuildLog(at: folders.log(of: .configure))
        let result = try await engine.run(work.placed(plan.configure)) { line, _ in
            log.write(line)
            reporter.report(.output(line))
        }
        try requireStarted(result, plan, log)
        guard result.status.isSuccess else {
            throw BuildFailure.configureFailed(await breakage(.configure, plan, log, result))
        }
        try await work.write([plan.configureKey.description], toBuildFile: BuildMarks.configuredFile)
    }

    // MARK: Compile

    /// What is judged before hours are spent; the engine is asked only when they may be.
    ///
    /// - Throws: ``BuildFailure/noRoom(_:)``
    private func preflight(_ plan: BuildPlan, isFresh: Bool) async throws -> Preflight {
        // Of an engine elsewhere neither the disks nor the log of ninja are seen from here.
        let space = volumes == nil ? FreeSpace.at(folders.build) : nil
        if isFresh, plan.targets.isEmpty, let space, space.byteCount < FreeSpace.tight,
            try Preflight.isLarge(folders.build.appending(BuildMarks.rulesFile))
        {
            throw BuildFailure.noRoom(space)
        }
        return Preflight(
            jobs: plan.jobs,
            limit: .ofHost(),
            buildType: plan.buildType,
            workspace: space,
            cache: volumes == nil ? FreeSpace.at(folders.compileCache) : nil,
            storage: isFresh ? await storage().flatMap { FreeSpace.at($0) } : nil
        )
    }

    /// Nil before the first build.
    private func forecast(of plan: BuildPlan) -> CompileForecast? {
        // A log that cannot be read is ninja's to complain of.
        guard volumes == nil, let log = try? NinjaLog.read(at: folders.ninjaLog),
            !log.steps.isEmpty
        else {
            return nil
        }
        return CompileForecast(from: log, jobs: plan.service.jobs(local: plan.jobs))
    }

    /// Gives the number of steps that ninja ran, and what the compile cache did.
    private func compile(_ plan: BuildPlan, _ preflight: Preflight, _ work: any WorkFolders) async throws -> (
        steps: Int, cache: CacheStatistics?
    ) {
        try await work.removeBuildFiles(CacheStatistics.files)
        let log = try BuildLog(at: folders.log(of: .compile))
        let progress = CompileProgress(
            forecast: forecast(of: plan),
            preflight: preflight,
            reporter: reporter
        )
        let run = progress.isPlanned ? plan.compile.sayingPlan : plan.compile
        let result = try await engine.run(work.placed(run)) { line, _ in
            if progress.takePlan(line) { return }
            log.write(line)
            progress.take(line)
        }
        try requireStarted(result, plan, log)
        guard result.status.isSuccess else {
            if let line = log.firstError, line.hasPrefix("ninja: error: unknown target") {
                throw BuildFailure.unknownTarget(line)
            }
            throw BuildFailure.compileFailed(await breakage(.compile, plan, log, result))
        }
        let cache = try await CacheStatistics.read(of: plan.service.cache) { try await work.lines(ofBuildFile: $0) }
        if let cache, cache.remoteErrors > 0, let remote = plan.service.remote, !progress.hasWarned {
            reporter.report(.warning("the remote cache \(remote) left \(cache.remoteErrors) questions unanswered"))
        }
        return (progress.stepCount, cache)
    }

    // MARK: Install

    private func install(_ plan: BuildPlan, _ work: any WorkFolders) async throws {
        let tree = InstallTree(in: work)
        let known = try await tree.prepare()
        let log = try BuildLog(at: folders.log(of: .install))
        let result = try await engine.run(work.placed(plan.install)) { line, _ in
            log.write(line)
            reporter.report(.output(line))
        }
        try requireStarted(result, plan, log)
        guard result.status.isSuccess else {
            throw BuildFailure.installFailed(await breakage(.install, plan, log, result))
        }
        try await tree.finish(after: known)
        try await work.deliverInstalled()
        if try FileManager.default.contentsOfDirectory(atPath: folders.install.string).isEmpty {
            throw BuildFailure.nothingInstalled(targets: plan.targets)
        }
    }
}
