// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import BuildReports
internal import CephBuild
internal import Digests
internal import FoundationEssentials
internal import GitKit
internal import ImageAssembly
internal import ImageCheck
internal import Reporting
internal import Synchronization
internal import SystemPackage

/// Writes down what a build is, does and takes, while it goes on.
final class BuildRecorder: Sendable {
    private struct State {
        var report: BuildReport
        /// Stages that have begun and not ended, with when they began.
        var open: [(stage: Stage, start: Int)] = []
        /// The layers of the image that the engine was given before.
        var known: Set<String> = []
        var isElsewhere = false
        /// Where ninja's log ended before the compile.
        var mark: NinjaLog.Mark?
        var cache: BuildReport.Compile.Cache?
    }

    private let folders: BuildFolders
    private let began = ContinuousClock.now
    private let state: Mutex<State>

    /// One of a build that begins now, at the time `began`.
    init(_ options: BuildOptions, began: Date, in folders: BuildFolders) {
        self.folders = folders
        let settings = BuildReport.Settings(
            targets: options.targets,
            buildType: options.buildType,
            versionMode: options.versionMode.rawValue,
            jobs: options.jobs
        )
        let report = BuildReport(version: CephDevVersion.current, began: began.formatted(.iso8601), settings: settings)
        state = Mutex(State(report: report))
    }

    private var now: Int { Int((ContinuousClock.now - began) / .milliseconds(1)) }

    // MARK: What it learns

    /// One that tells `reporter` all that it is told.
    func reporter(before reporter: Reporter) -> Reporter {
        Reporter { [self] event in
            hear(event)
            reporter.report(event)
        }
    }

    private func hear(_ event: Event) {
        let now = now
        switch event {
        case .stageStarted(let stage):
            // Not earlier: the build folder may have been emptied since.
            let mark = stage == .compile ? NinjaLog.mark(at: folders.ninjaLog) : nil
            state.withLock { state in
                state.open.append((stage, now))
                if let mark { state.mark = mark }
            }
        case .stageFinished(let stage, let took, let note):
            let took = Int(took / .milliseconds(1))
            state.withLock { state in
                if let index = state.open.firstIndex(where: { $0.stage == stage }) { state.open.remove(at: index) }
                let start = max(0, now - took)
                state.report.stages.append(.init(name: stage.rawValue, start: start, took: took, note: note))
            }
        default: break
        }
    }

    func learn(_ base: BaseFinder.Base, loaded: LoadedImage?) {
        state.withLock { state in
            state.known = Set(loaded?.layers.map(\.description) ?? [])
            state.report.base = .init(
                name: base.name,
                id: base.image.id.description,
                layerCount: base.image.layers.count,
                byteCount: base.image.layers.reduce(0) { $0 + $1.byteCount }
            )
        }
    }

    func learn(_ source: SourceTree) {
        let form = BuildReport.Source(
            ref: source.refName,
            commit: source.commit?.description,
            origin: source.origin,
            edits: source.edits?.paths ?? []
        )
        state.withLock { $0.report.source = form }
    }

    func learn(_ builder: BuilderImage) {
        state.withLock { $0.report.builder = builder.name }
    }

    /// An engine elsewhere keeps ninja's log to itself.
    func learn(_ plan: BuildPlan, isElsewhere: Bool) {
        state.withLock { state in
            state.report.configureFlags = plan.configureFlags
            state.isElsewhere = isElsewhere
        }
    }

    func learn(_ output: BuildOutput) {
        state.withLock { $0.cache = output.cache.map { .init(hits: $0.hits, misses: $0.misses) } }
    }

    func learn(_ result: BuildResult) {
        state.withLock { state in
            state.report.fixes = result.fixes
            state.report.check = result.report.map { .init($0) }
            guard let id = result.id else { return }
            state.report.image = .init(
                names: result.references,
                id: id.description,
                layers: result.layers.map { [known = state.known] layer in
                    BuildReport.Image.Layer(
                        name: layer.name,
                        diffID: layer.diffID.description,
                        byteCount: layer.byteCount,
                        fileCount: layer.files.count,
                        isNew: !known.contains(layer.diffID.description)
                    )
                }
            )
        }
    }

    func learn(_ push: PushResult) {
        let form = BuildReport.Push(
            reference: push.reference,
            compression: push.compression.rawValue,
            blobs: push.publication.blobs.map { .init(name: $0.name, byteCount: $0.size, fate: $0.fate.rawValue) }
        )
        state.withLock { $0.report.push = form }
    }

    // MARK: What it tells

    /// The whole of a build that has ended, with `error` when it did not end well.
    func report(after error: (any Error)? = nil) -> BuildReport {
        let now = now
        let compile = compile
        return state.withLock { state in
            var report = state.report
            report.took = now
            report.compile = compile
            report.compile?.cache = state.cache
            if let error { report.fail(error) }
            report.stages += state.open.map {
                .init(name: $0.stage.rawValue, start: $0.start, took: now - $0.start, failed: error != nil)
            }
            report.stages.sort { ($0.start, $0.took) < ($1.start, $1.took) }
            return report
        }
    }

    /// Nil when ninja was not run here.
    private var compile: BuildReport.Compile? {
        let (ran, mark) = state.withLock { state in
            let name = Stage.compile.rawValue
            let isOpen = state.open.contains { $0.stage == .compile }
            let isOver = state.report.stages.contains { $0.name == name }
            return ((isOpen || isOver) && !state.isElsewhere, state.mark)
        }
        // A picture without lanes is better than a build that fails for it.
        guard ran, let log = try? NinjaLog.read(at: folders.ninjaLog, since: mark) else { return nil }
        return BuildReport.Compile(log.lastRun)
    }
}

extension BuildReport {
    fileprivate mutating func fail(_ error: any Error) {
        let told = ErrorReport(error)
        failure = Failure(message: told.message, hint: told.hint)
        if case WorkspaceFailure.checkFailed(let summary) = error { check = Check(summary.report) }
    }
}

extension BuildReport.Compile {
    /// Outputs of one step count once.
    fileprivate init(_ steps: [NinjaLog.Step]) {
        var seen: Set<[String]> = []
        self.init(
            steps.filter { seen.insert(["\($0.start)", "\($0.end)", $0.hash]).inserted }
                .map { (target: $0.output, time: $0.start..<$0.end) }
        )
    }
}

extension BuildReport.Check {
    fileprivate init(_ report: CheckReport) {
        self.init(
            objectCount: report.objectCount,
            commands: report.commands,
            findings: report.findings.map { finding in
                Finding(
                    severity: finding.severity.rawValue,
                    rule: finding.cause.kind.rawValue,
                    subject: finding.cause.subject,
                    text: finding.description
                )
            }
        )
    }
}
