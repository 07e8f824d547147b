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
    }

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

    /// Whether `line` is of ninja's plan.
    func takePlan(_ line: String) -> Bool {
        state.withLock { $0.forecast?.plan(line) ?? false }
    }

    func take(_ line: String) {
        guard var progress = NinjaProgress.parse(line) else {
            reporter.report(.output(line))
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
    /// The run of ninja with, in front, a line for each step that it is about to take. The two do not overlap: reading its
    /// logs while another one writes them, ninja may take the end for torn and cut it off.
    var sayingPlan: ContainerRun {
        guard command.first == "ninja" else { return self }
        let mark = CompileForecast.planMark
        let script = "NINJA_STATUS='\(mark)' \"$@\" -n 2>/dev/null | grep -F '\(mark)'; exec \"$@\""
        var run = self
        run.command = ["/bin/sh", "-c", script, "sh"] + command
        return run
    }
}
