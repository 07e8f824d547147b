// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import EngineKit
internal import FoundationEssentials
internal import ProcessKit
package import Reporting
internal import Synchronization
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
            try await far.work(on: plan.compile) { try await build(plan, in: $0) }
        } else {
            try await build(plan, in: HostFolders(folders))
        }
        return BuildOutput(installRoot: folders.install, compileLog: folders.logs.appending("compile.log"))
    }

    private func build(_ plan: BuildPlan, in work: any WorkFolders) async throws {
        let marks = try await marksOfSameBuilder(plan, work)
        // No key means no finished configure.
        if plan.reconfigures || !marks.hasRules || marks.configureKey != plan.configureKey.description {
            try await reporter.stage(.configure) { try await configure(plan, work) }
        }
        _ = try await reporter.stage(.compile, note: { $0 == 0 ? "nothing to do" : "\($0) steps" }) {
            try await compile(plan, work)
        }
        try await reporter.stage(.install) { try await install(plan, work) }
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

    // MARK: Configure

    private func configure(_ plan: BuildPlan, _ work: any WorkFolders) async throws {
        // A flag that was given before and is not now would live on in the cache of cmake.
        try await work.removeBuildFiles(["CMakeCache.txt", BuildMarks.configuredFile])
        let log = try BuildLog(at: folders.logs.appending("configure.log"))
        let result = try await engine.run(work.placed(plan.configure)) { line, _ in
            log.write(line)
            reporter.report(.output(line))
        }
        try requireStarted(result, plan, log)
        guard result.status.isSuccess else {
            throw BuildFailure.configureFailed(firstError: log.firstError, lastLines: log.lastLines, log: log.path)
        }
        try await work.write([plan.configureKey.description], toBuildFile: BuildMarks.configuredFile)
    }

    // MARK: Compile

    /// Gives the number of steps that ninja ran.
    private func compile(_ plan: BuildPlan, _ work: any WorkFolders) async throws -> Int {
        let log = try BuildLog(at: folders.logs.appending("compile.log"))
        let steps = Mutex(0)
        let result = try await engine.run(work.placed(plan.compile)) { line, _ in
            log.write(line)
            if let progress = NinjaProgress.parse(line) {
                // A project within the project counts for itself.
                steps.withLock { $0 = max($0, progress.completed) }
                reporter.report(.progress(.compile, progress))
            } else {
                reporter.report(.output(line))
            }
        }
        try requireStarted(result, plan, log)
        guard result.status.isSuccess else {
            if let line = log.firstError, line.hasPrefix("ninja: error: unknown target") {
                throw BuildFailure.unknownTarget(line)
            }
            throw BuildFailure.compileFailed(firstError: log.firstError, lastLines: log.lastLines, log: log.path)
        }
        return steps.withLock { $0 }
    }

    // MARK: Install

    private func install(_ plan: BuildPlan, _ work: any WorkFolders) async throws {
        let tree = InstallTree(in: work)
        let known = try await tree.prepare()
        let log = try BuildLog(at: folders.logs.appending("install.log"))
        let result = try await engine.run(work.placed(plan.install)) { line, _ in
            log.write(line)
            reporter.report(.output(line))
        }
        try requireStarted(result, plan, log)
        guard result.status.isSuccess else {
            throw BuildFailure.installFailed(lastLines: log.lastLines, log: log.path)
        }
        try await tree.finish(after: known)
        try await work.deliverInstalled()
        if try FileManager.default.contentsOfDirectory(atPath: folders.install.string).isEmpty {
            throw BuildFailure.nothingInstalled(targets: plan.targets)
        }
    }
}
