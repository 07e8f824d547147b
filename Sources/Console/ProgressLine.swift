// SPDX-License-Identifier: Apache-2.0

package import Reporting

/// One line that shows how far a stage is: a bar where the end is known, the time that it may still take, the subject.
package struct ProgressLine: Sendable, Equatable {
    private static let barWidth = 24

    package let stage: Stage
    package let progress: Progress
    /// Since the stage began.
    package let elapsed: Duration

    package init(stage: Stage, progress: Progress, elapsed: Duration) {
        self.stage = stage
        self.progress = progress
        self.elapsed = elapsed
    }

    /// The line, at most `width` characters long.
    package func draw(width: Int) -> String {
        var line = stage.rawValue
        if let fraction {
            let full = Int(fraction * Double(Self.barWidth))
            let tip = full < Self.barWidth ? ">" : ""
            let bar = String(repeating: "=", count: full) + tip
            let rest = String(repeating: " ", count: Self.barWidth - bar.count)
            line += " [\(bar)\(rest)] \(progress.completed)/\(progress.total ?? 0)"
        } else if progress.completed > 0 {
            line += " \(progress.completed)"
        }
        if let remaining { line += "  about \(remaining.roughly) left" }
        line += "  \(progress.subject)"
        return String(line.prefix(max(0, width)))
    }

    private var fraction: Double? {
        guard let total = progress.total, total > 0 else { return nil }
        return min(1, Double(progress.completed) / Double(total))
    }

    /// What the stage itself says, or what the rest takes at the pace so far; unknown until enough of it was seen.
    private var remaining: Duration? {
        if let told = progress.remaining { return told }
        guard let fraction, fraction >= 0.02, fraction < 1, elapsed >= .seconds(3) else { return nil }
        return elapsed * ((1 - fraction) / fraction)
    }
}

extension Duration {
    /// As exactly as a guess can be: `5 s`, `50 s`, `7 min`, `1 h 5 min`.
    fileprivate var roughly: String {
        let seconds = max(0, self / .seconds(1))
        let step = seconds < 10 ? 1.0 : seconds < 120 ? 10 : seconds < 3600 ? 60 : 300
        let rounded = Duration.seconds(max(1, (seconds / step).rounded()) * step)
        return rounded < .seconds(10) ? "\(rounded.components.seconds) s" : rounded.spoken
    }

    /// `0.3 s`, `42 s`, `7 min`, `1 h 5 min`.
    package var spoken: String {
        let seconds = components.seconds
        if seconds < 10 {
            let tenths = seconds * 10 + components.attoseconds / 100_000_000_000_000_000
            return "\(tenths / 10).\(tenths % 10) s"
        }
        if seconds < 120 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
