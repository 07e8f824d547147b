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
            let bar = String(repeating: "=", count: full) + String(repeating: " ", count: Self.barWidth - full)
            line += " [\(bar)] \(progress.completed)/\(progress.total ?? 0)"
        } else if progress.completed > 0 {
            line += " \(progress.completed)"
        }
        if let remaining { line += ", \(remaining.spoken) left" }
        line += "  \(progress.subject)"
        return String(line.prefix(max(0, width)))
    }

    private var fraction: Double? {
        guard let total = progress.total, total > 0 else { return nil }
        return min(1, Double(progress.completed) / Double(total))
    }

    /// What the rest takes at the pace so far; unknown until enough of it was seen.
    private var remaining: Duration? {
        guard let fraction, fraction >= 0.02, fraction < 1, elapsed >= .seconds(3) else { return nil }
        return elapsed * ((1 - fraction) / fraction)
    }
}

extension Duration {
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
