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
    private let reporter: Reporter

    package init(folders: BuildFolders, engine: ContainerEngine, reporter: Reporter) {
        self.folders = folders
        self.engine = engine
        self.reporter = reporter
    }

    /// - Throws: ``BuildFailure``; what was compiled before stays for the next run.
    package func build(_ plan: BuildPlan) async throws -> BuildOutput {
        try prepareFolders()
        try emptyAfterBuilderChange(plan)
        try plan.stamp.write(below: folders.source)
        if try needsConfigure(plan) {
            try await reporter.stage(.configure) { try await configure(plan) }
        }
        _ = try await reporter.stage(.compile, note: { $0 == 0 ? "nothing to do" : "\($0) steps" }) {
            try await compile(plan)
        }
        try await reporter.stage(.install) { try await install(plan) }
        return BuildOutput(installRoot: folders.install, compileLog: folders.logs.appending("compile.log"))
    }

    private func prepareFolders() throws {
        let mountPoint = folders.source.appending("build")
        for folder in [folders.build, folders.install, folders.compileCache, folders.logs, mountPoint] {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        }
    }

    /// Objects of one builder are not for another: its headers differ, with times that tell ninja nothing.
    private func emptyAfterBuilderChange(_ plan: BuildPlan) throws {
        let mark = folders.build.appending(".cephdev-builder")
        let builder = Data(plan.compile.image.utf8)
        // No readable mark means that nothing was built yet, or that it is not known with what.
        if let present = try? Data(contentsOf: URL(filePath: mark.string)), present == builder { return }
        for entry in try FileManager.default.contentsOfDirectory(atPath: folders.build.string) {
            try FileManager.default.removeItem(atPath: folders.build.appending(entry).string)
        }
        try builder.write(to: URL(filePath: mark.string), options: .atomic)
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

    private var keyFile: FilePath { folders.build.appending(".cephdev-configured") }

    private func needsConfigure(_ plan: BuildPlan) throws -> Bool {
        guard !plan.reconfigures, FileManager.default.fileExists(atPath: folders.build.appending("build.ninja").string)
        else { return true }
        // No readable key means no finished configure.
        let key = try? Data(contentsOf: URL(filePath: keyFile.string))
        return key != Data(plan.configureKey.description.utf8)
    }

    private func configure(_ plan: BuildPlan) async throws {
        // A flag that was given before and is not now would live on in the cache of cmake.
        for stale in ["CMakeCache.txt", ".cephdev-configured"] {
            let path = folders.build.appending(stale).string
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        }
        let log = try BuildLog(at: folders.logs.appending("configure.log"))
        let result = try await engine.run(plan.configure) { line, _ in
            log.write(line)
            reporter.report(.output(line))
        }
        try requireStarted(result, plan, log)
        guard result.status.isSuccess else {
            throw BuildFailure.configureFailed(firstError: log.firstError, lastLines: log.lastLines, log: log.path)
        }
        try Data(plan.configureKey.description.utf8).write(to: URL(filePath: keyFile.string), options: .atomic)
    }

    // MARK: Compile

    /// Gives the number of steps that ninja ran.
    private func compile(_ plan: BuildPlan) async throws -> Int {
        let log = try BuildLog(at: folders.logs.appending("compile.log"))
        let steps = Mutex(0)
        let result = try await engine.run(plan.compile) { line, _ in
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

    private func install(_ plan: BuildPlan) async throws {
        let tree = InstallTree(folders: folders)
        let known = try tree.known()
        try tree.prepare()
        let log = try BuildLog(at: folders.logs.appending("install.log"))
        let result = try await engine.run(plan.install) { line, _ in
            log.write(line)
            reporter.report(.output(line))
        }
        try requireStarted(result, plan, log)
        guard result.status.isSuccess else {
            throw BuildFailure.installFailed(lastLines: log.lastLines, log: log.path)
        }
        try tree.finish(after: known)
        if try FileManager.default.contentsOfDirectory(atPath: folders.install.string).isEmpty {
            throw BuildFailure.nothingInstalled(targets: plan.targets)
        }
    }
}
