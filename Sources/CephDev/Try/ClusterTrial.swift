// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import ProcessKit
internal import Reporting

/// Brings up a cluster in a container, step by step, and uses it.
struct ClusterTrial: Sendable {
    let cluster: TrialCluster
    /// Of each step.
    let limit: Duration
    let reporter: Reporter

    /// `report` with what came of the trial in `container`.
    ///
    /// - Throws: ``TrialFailure/noCeph(image:)``; errors of the engine.
    func run(in container: RunningContainer, _ report: TrialReport) async throws -> TrialReport {
        var report = report
        report.problem = try await missingPrograms(in: container, report.image)
        guard report.problem == nil else { return report }
        let runner = StepRunner(container: container, limit: limit, reporter: reporter)
        let steps = TrialPlan.steps(for: cluster)
        for (number, step) in steps.enumerated() {
            let progress = Progress(completed: number, total: steps.count, subject: step.name)
            reporter.report(.progress(.trial, progress))
            let start = ContinuousClock.now
            let (output, problem) = try await runner.run(step)
            report.warnings += output.warnings
            report.problem = problem
            guard problem == nil else { return report }
            report.steps.append(TrialReport.Step(step.name, took: ContinuousClock.now - start))
            if step == TrialPlan.summary { report.take(output) }
        }
        return report
    }

    private func missingPrograms(in container: RunningContainer, _ image: String) async throws -> TrialProblem? {
        let script = TrialScript.lookFor(cluster.programs)
        let missing = try await container.execute(["/bin/sh", "-c", script]).output
        guard !TrialCluster.essentialPrograms.allSatisfy(missing.contains) else {
            throw TrialFailure.noCeph(image: image)
        }
        return missing.isEmpty ? nil : .missing(missing)
    }
}

extension TrialReport {
    fileprivate mutating func take(_ summary: StepOutput) {
        guard let first = summary.commands.first, let last = summary.commands.last else { return }
        status = first.output
        // What is no JSON stays out of the result; the command ended well all the same.
        versions =
            (try? JSONDecoder().decode([String: [String: Int]].self, from: Data(last.output.joined().utf8))) ?? [:]
    }
}
