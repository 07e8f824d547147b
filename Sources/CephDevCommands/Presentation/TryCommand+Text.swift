// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console

extension TryCommand {
    /// Why the image does not serve is told by the error that the command ends with.
    func present(_ report: TrialReport) {
        report.warnings.forEach { StandardStreams.message("warning: \($0)") }
        switch shared.format {
        case .text: report.lines.forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(TryDocument(report)))
        }
        if let kept = report.kept {
            StandardStreams.message("the cluster is left running; enter it: \(kept.enter)")
            StandardStreams.message("remove it: \(kept.remove)")
        }
        if shell {
            if let problem = report.problem { problem.lines.forEach(StandardStreams.message) }
            StandardStreams.message("a shell in the container; 'ceph' and 'rados' know the cluster, 'exit' ends it")
        }
    }
}

extension TrialReport {
    /// `ceph status`, and a line for each kind of daemon and version.
    var lines: [String] {
        guard hasPassed else { return [] }
        let daemons = versions.sorted { $0.key < $1.key }.filter { $0.key != "overall" }.flatMap { kind, versions in
            versions.sorted { $0.key < $1.key }.map { "\(kind): \($0.value) × \($0.key)" }
        }
        return status + daemons
    }
}

/// `cephdev.try/1`.
private struct TryDocument: Encodable {
    let schema = "cephdev.try/1"
    let passed: Bool
    let trial: TrialReport

    init(_ report: TrialReport) {
        passed = report.hasPassed
        trial = report
    }
}
