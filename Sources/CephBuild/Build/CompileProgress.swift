// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import Reporting
internal import Synchronization

/// Follows a compile by what ninja prints, and reports how far it is.
final class CompileProgress: Sendable {
    private struct State {
        var forecast: CompileForecast?
        var stepCount = 0
        var isJudged = false
        var hasWarned = false
    }

    /// In front of what the script `compile` has to say.
    private static let warningPrefix = "cephdev: warning: "

    private let preflight: Preflight
    private let reporter: Reporter
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    /// Whether ninja is to say first what it will do.
    let isPlanned: Bool

    /// Without a forecast, the pace so far is all that is known of the rest.
    init(forecast: CompileForecast?, preflight: Preflight, reporter: Reporter) {
        self.preflight = preflight
        self.reporter = reporter
        isPlanned = forecast != nil
        state = Mutex(State(forecast: forecast))
    }

    /// The steps that ninja ran.
    var stepCount: Int { state.withLock(\.stepCount) }

    /// Whether a cache or a helper was left out.
    var hasWarned: Bool { state.withLock(\.hasWarned) }

    /// Whether `line` is of ninja's plan.
    func takePlan(_ line: String) -> Bool {
        state.withLock { $0.forecast?.plan(line) ?? false }
    }

    func take(_ line: String) {
        guard var progress = NinjaProgress.parse(line) else {
            if line.hasPrefix(Self.warningPrefix) {
                state.withLock { $0.hasWarned = true }
                reporter.report(.warning(String(line.dropFirst(Self.warningPrefix.count))))
            } else {
                reporter.report(.output(line))
            }
            return
        }
        var warnings: [String] = []
        state.withLock { state in
            // A project within the project counts for itself.
            state.stepCount = max(state.stepCount, progress.completed)
            if !state.isJudged { warnings = preflight.warnings(steps: progress.total ?? 0) }
            state.isJudged = !warnings.isEmpty || state.isJudged
            state.forecast?.finish(line)
            progress.remaining = state.forecast?.remaining(after: .now - start)
        }
        warnings.forEach { reporter.report(.warning($0)) }
        reporter.report(.progress(.compile, progress))
    }
}

extension ContainerRun {
    /// The run with, in front, a line for each step that ninja is about to take.
    var sayingPlan: ContainerRun {
        var run = self
        run.environment["CEPHDEV_PLAN_MARK"] = CompileForecast.planMark
        return run
    }
}
