// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import ProcessKit
internal import Reporting

/// Takes one step of a trial, and finds out why it came to nothing.
struct StepRunner: Sendable {
    let container: RunningContainer
    let limit: Duration
    let reporter: Reporter

    /// Runs `step`; the problem is nil when it came out well.
    func run(_ step: TrialStep) async throws -> (output: StepOutput, problem: TrialProblem?) {
        let transcript = StepTranscript()
        let reason: String
        switch try await TimeLimit.run(limit, { try await shortcoming(of: step, transcript) }) {
        case .some(.none): return (transcript.output, nil)
        case .some(.some(let shortcoming)): reason = shortcoming
        case .none:
            let outcome = transcript.hasRun ? step.outcome : nil
            let shortfall = outcome.map { ", " + $0.shortfall(in: transcript.status) } ?? ""
            reason = "not done after \(limit.components.seconds) s" + shortfall
        }
        return (transcript.output, try await problem(step, transcript, reason))
    }

    /// What went wrong, in a few words; nil when all is well.
    private func shortcoming(of step: TrialStep, _ transcript: StepTranscript) async throws -> String? {
        let result = try await shell(TrialScript.mark + step.script + "\n" + TrialScript.deaths) { line, _ in
            transcript.append(line)
            reporter.report(.output(line))
        }
        guard result.status.isSuccess else { return "ended with \(result.status)" }
        transcript.noteEnd()
        guard transcript.output.deadDaemons.isEmpty else { return Self.death(transcript.output.deadDaemons) }
        guard let outcome = step.outcome else { return nil }
        return try await wait(for: outcome, transcript)
    }

    /// Why `outcome` cannot come any more; nil once it is there.
    private func wait(for outcome: TrialStep.Outcome, _ transcript: StepTranscript) async throws -> String? {
        while true {
            let answer = StepOutput(try await shell(TrialScript.status).output)
            guard answer.deadDaemons.isEmpty else { return Self.death(answer.deadDaemons) }
            let json = answer.head.last { $0.hasPrefix("{") } ?? ""
            // A monitor without an answer yet, or an engine's complaint: the next one may be better.
            if let status = try? ClusterStatus(json: json) {
                transcript.note(status)
                if outcome.holds(in: status) { return nil }
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private static func death(_ daemons: [String]) -> String {
        "\(daemons.joined(separator: ", ")) died"
    }

    private func problem(_ step: TrialStep, _ transcript: StepTranscript, _ reason: String) async throws -> TrialProblem
    {
        let dead = try await within20Seconds(TrialScript.deaths).map { StepOutput($0).deadDaemons } ?? []
        // A script that has ended well is not to blame.
        let last = transcript.hasRun ? nil : transcript.output.commands.last
        let said = transcript.hasRun ? [] : last?.output ?? transcript.output.head
        var logs: [TrialProblem.Log] = []
        for daemon in dead.isEmpty ? step.daemons : dead {
            let lines = try await within20Seconds(TrialScript.log(of: daemon, isWhole: !dead.isEmpty)) ?? []
            let cause = DaemonLog(lines: lines).cause.filter { !said.contains($0) }
            if !cause.isEmpty { logs.append(TrialProblem.Log(daemon: daemon, lines: cause)) }
        }
        return TrialProblem(
            step: step.name,
            command: last?.line,
            reason: dead.isEmpty || reason == Self.death(dead) ? reason : "\(reason); \(Self.death(dead))",
            output: Array(said.filter { !$0.isEmpty }.suffix(10)),
            logs: logs
        )
    }

    /// What `script` printed; nil when it did not end well or soon.
    private func within20Seconds(_ script: String) async throws -> [String]? {
        let result = try await TimeLimit.run(.seconds(20)) { try await shell(script) }
        return result.flatMap { $0.status.isSuccess ? $0.output : nil }
    }

    private func shell(
        _ script: String,
        onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)? = nil
    ) async throws -> ProcessResult {
        try await container.execute(["/bin/sh", "-c", TrialScript.prelude + script], onLine: onLine)
    }
}
