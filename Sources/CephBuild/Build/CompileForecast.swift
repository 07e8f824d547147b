// SPDX-License-Identifier: Apache-2.0

internal import Reporting

/// Tells how long the rest of a compile may take, from the times that its steps took before.
///
/// A step's cost is what it took last; one that was never seen costs as much as the middle one of those that were. The pace,
/// in seconds of cost per second, is at first one per job, and more and more what this run has shown, the compile cache and
/// a busy machine included.
package struct CompileForecast: Sendable {
    /// What a line of the plan begins with: ninja's status for a run that only says what it would do.
    package static let planMark = "[plan] "

    /// Seconds for which the pace of before counts against that of this run.
    private static let trust = 60.0

    private let costs: [String: Double]
    private let usualCost: Double
    private let jobs: Double
    /// The steps that are still to be done, by what ninja calls them, and how many are called so.
    private var open: [String: Int] = [:]
    private var openCost = 0.0
    private var doneCost = 0.0
    private var plannedCount = 0
    private var knownCount = 0

    /// A forecast from what earlier runs have noted in `log`.
    package init(from log: NinjaLog, jobs: Int) {
        let seconds = log.steps.map { ($0.output, $0.duration / .seconds(1)) }
        costs = Dictionary(seconds, uniquingKeysWith: { $1 })
        usualCost = costs.values.sorted().dropFirst(costs.count / 2).first ?? 0
        self.jobs = Double(max(1, jobs))
    }

    /// Takes a line of ninja's plan; false when it is none.
    package mutating func plan(_ line: String) -> Bool {
        guard line.hasPrefix(Self.planMark) else { return false }
        let step = String(line.dropFirst(Self.planMark.count))
        open[step, default: 0] += 1
        openCost += cost(of: step)
        plannedCount += 1
        if costs[Self.output(of: step)] != nil { knownCount += 1 }
        return true
    }

    /// Takes a line that ninja prints when a step is done; a project's within the project counts for nothing.
    package mutating func finish(_ line: String) {
        guard let step = NinjaProgress.step(of: line), let count = open[step], count > 0 else { return }
        open[step] = count - 1
        let cost = cost(of: step)
        openCost = max(0, openCost - cost)
        doneCost += cost
    }

    /// What the rest may take, `elapsed` after the start; nil when most steps were never seen before, or none is left.
    package func remaining(after elapsed: Duration) -> Duration? {
        guard openCost > 0, 2 * knownCount > plannedCount else { return nil }
        let seconds = max(0, elapsed / .seconds(1))
        let pace = (doneCost + Self.trust * jobs) / (seconds + Self.trust)
        return .seconds(openCost / pace)
    }

    private func cost(of step: String) -> Double { costs[Self.output(of: step)] ?? usualCost }

    /// `Building CXX object src/a.cc.o`, `Linking CXX executable bin/a`: cmake names the output last.
    private static func output(of step: String) -> String {
        step.split(separator: " ").last.map(String.init) ?? step
    }
}
