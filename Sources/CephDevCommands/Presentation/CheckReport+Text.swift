// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import Digests
internal import FileTree
internal import ImageCheck

extension CheckCommand {
    func present(_ report: CheckReport, of image: String, as format: SharedOptions.Format) {
        switch format {
        case .text: report.lines.forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(CheckDocument(image: image, report: report)))
        }
    }
}

extension FixLibsCommand {
    func present(_ result: FixService.Result, as format: SharedOptions.Format) {
        switch format {
        case .text:
            StandardStreams.message("before: " + result.before.countLine)
            result.plan.lines.forEach(StandardStreams.message)
            if let after = result.after { StandardStreams.message("after: " + after.countLine) }
            StandardStreams.result("\(result.reference) \(result.id)")
        case .json:
            StandardStreams.result(JSONDocument.render(FixDocument(result)))
        }
    }
}

extension FixPlan {
    /// What is done and why, and what cannot be.
    var lines: [String] {
        edits.map { "\($0), because \($0.reason)" }
            + left.map { "not fixed: \($0.finding)" + ($0.advice.map { "; \($0)" } ?? "") }
    }
}

extension CheckReport {
    /// A paragraph per finding, the worst first, and a line that counts.
    var lines: [String] { findings.flatMap(\.lines) + [countLine] }

    var countLine: String {
        let counts = Finding.Severity.allCases.map { severity in
            (severity, findings.count { $0.severity == severity })
        }
        let found = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)\($0.1 == 1 ? "" : "s")" }
        return (found.isEmpty ? "nothing found" : found.joined(separator: ", ")) + " in \(objectCount) objects"
            + (commands.isEmpty ? "; nothing was run" : " and \(commands.count) commands")
            + (comparedWithBase ? "" : ", without a base to compare with")
    }
}

extension Finding {
    /// What is wrong, and with whom: ten lines of each at most.
    fileprivate var lines: [String] {
        let wanted = symbols.map { symbol in
            "    \(symbol.readableName), wanted by \(Self.short(symbol.consumers.map(\.description), 3))"
        }
        let broken = victims.map { "    breaks \($0)" }
        let details = symbols.count > 1 || symbols.contains { $0.consumers.count > 1 } ? Self.cut(wanted) : []
        return ["\(severity.rawValue): \(description) [\(cause.kind.rawValue)]"] + details + Self.cut(broken)
    }

    private static func cut(_ lines: [String]) -> [String] {
        lines.prefix(10) + (lines.count > 10 ? ["    and \(lines.count - 10) more"] : [])
    }

    /// The first `limit` of `names` in words.
    private static func short(_ names: [String], _ limit: Int) -> String {
        names.prefix(limit).joined(separator: ", ") + (names.count > limit ? " and \(names.count - limit) more" : "")
    }
}

/// `cephdev.check/1`.
private struct CheckDocument: Encodable {
    let schema = "cephdev.check/1"
    let image: String
    let report: CheckReport

    private enum CodingKeys: String, CodingKey {
        case schema, image, report
    }
}

/// `cephdev.fix-libs/1`.
private struct FixDocument: Encodable {
    struct Step: Encodable {
        let path: String
        let change: String
        let reason: String
    }

    struct Left: Encodable {
        let finding: Finding
        let advice: String?
    }

    let schema = "cephdev.fix-libs/1"
    let reference: String
    let id: Digest
    let before: CheckReport
    let after: CheckReport?
    let steps: [Step]
    let left: [Left]

    private enum CodingKeys: String, CodingKey {
        case schema, reference, id, before, after, steps, left
    }

    init(_ result: FixService.Result) {
        reference = result.reference
        id = result.id
        before = result.before
        after = result.after
        steps = result.plan.edits.map {
            Step(path: $0.path.description, change: $0.description, reason: $0.reason)
        }
        left = result.plan.left.map { Left(finding: $0.finding, advice: $0.advice) }
    }
}
