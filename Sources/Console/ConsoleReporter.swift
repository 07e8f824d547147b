// SPDX-License-Identifier: Apache-2.0

package import Reporting
internal import Synchronization

/// Shows events on standard error, as a person or a log wants them.
package final class ConsoleReporter: Sendable {
    package enum Style: String, Sendable, CaseIterable {
        /// Live on a terminal, plain elsewhere.
        case auto
        /// One line that is drawn over.
        case live
        /// A line per stage, and one for every tenth of a long one, or every other minute.
        case plain
        /// A JSON document per line, `cephdev.event/1`.
        case json
    }

    package enum Verbosity: Int, Sendable, Comparable {
        case quiet, normal, verbose

        package static func < (left: Verbosity, right: Verbosity) -> Bool { left.rawValue < right.rawValue }
    }

    private struct State {
        var started: [Stage: ContinuousClock.Instant] = [:]
        var finished: [(stage: Stage, took: Duration)] = []
        var lastTenth = -1
        var lastPlain: ContinuousClock.Instant?
        var lastDrawn: ContinuousClock.Instant?
        var lineIsShown = false
    }

    private let style: Style
    private let verbosity: Verbosity
    private let state = Mutex(State())

    package init(style: Style, verbosity: Verbosity) {
        self.style = style == .auto ? (StandardStreams.errorIsTerminal ? .live : .plain) : style
        self.verbosity = verbosity
    }

    package var reporter: Reporter { Reporter { [self] in show($0) } }

    /// What each stage took, in the order they ended.
    package var timings: [(stage: Stage, took: Duration)] { state.withLock(\.finished) }

    private func show(_ event: Event) {
        state.withLock { state in
            if style == .json {
                record(event, &state)
                if let line = EventDocument(event).line { StandardStreams.message(line) }
                return
            }
            switch event {
            case .stageStarted(let stage):
                record(event, &state)
                if style == .plain { print("\(stage.rawValue) …", at: .verbose, &state) }
            case .stageFinished(let stage, let took, let note):
                record(event, &state)
                print("\(stage.rawValue): " + (note.map { "\($0), " } ?? "") + took.spoken, at: .normal, &state)
            case .progress(let stage, let progress):
                draw(stage, progress, &state)
            case .output(let line), .detail(let line):
                print("  " + line, at: .verbose, &state)
            case .note(let text):
                print(text, at: .normal, &state)
            case .warning(let text):
                print("warning: " + text, at: .quiet, &state)
            }
        }
    }

    private func record(_ event: Event, _ state: inout State) {
        switch event {
        case .stageStarted(let stage):
            state.started[stage] = .now
            state.lastTenth = -1
        case .stageFinished(let stage, let took, _):
            state.finished.append((stage, took))
        default: break
        }
    }

    private func print(_ line: String, at level: Verbosity, _ state: inout State) {
        guard level <= verbosity else { return }
        clear(&state)
        StandardStreams.message(line)
    }

    // MARK: Progress

    private func draw(_ stage: Stage, _ progress: Progress, _ state: inout State) {
        guard verbosity > .quiet else { return }
        let elapsed = state.started[stage].map { ContinuousClock.now - $0 } ?? .zero
        let line = ProgressLine(stage: stage, progress: progress, elapsed: elapsed)
        if style == .plain {
            let tenth = progress.total.map { $0 > 0 ? 10 * progress.completed / $0 : 0 } ?? 0
            let isLate = state.lastPlain.map { ContinuousClock.now - $0 > .seconds(120) } ?? false
            guard tenth > state.lastTenth || isLate, progress.total != nil else { return }
            (state.lastTenth, state.lastPlain) = (tenth, .now)
            StandardStreams.message(line.draw(width: 120))
        } else if state.lastDrawn.map({ ContinuousClock.now - $0 > .milliseconds(80) }) ?? true {
            state.lastDrawn = .now
            state.lineIsShown = true
            StandardStreams.raw("\r\u{1B}[K" + line.draw(width: StandardStreams.width - 1))
        }
    }

    private func clear(_ state: inout State) {
        guard state.lineIsShown else { return }
        state.lineIsShown = false
        StandardStreams.raw("\r\u{1B}[K")
    }
}
