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
            for edit in result.edits { StandardStreams.message("\(edit), because \(edit.reason)") }
            if let after = result.after { StandardStreams.message("after: " + after.countLine) }
            StandardStreams.result("\(result.reference) \(result.id)")
        case .json:
            StandardStreams.result(JSONDocument.render(FixDocument(result)))
        }
    }
}

extension CheckReport {
    /// A paragraph per finding, and a line that counts.
    var lines: [String] {
        findings.flatMap { finding in
            [finding.description] + finding.victims.prefix(10).map { "    breaks \($0)" }
                + (finding.victims.count > 10 ? ["    and \(finding.victims.count - 10) more"] : [])
        } + [countLine]
    }

    var countLine: String {
        "\(findings.count) findings in \(objectCount) objects"
            + (commands.isEmpty ? "; nothing was run" : " and \(commands.count) commands")
            + (comparedWithBase ? "" : ", without a base to compare with")
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
    let schema = "cephdev.fix-libs/1"
    let reference: String
    let id: Digest
    let before: CheckReport
    let after: CheckReport?
    let edits: [String]

    private enum CodingKeys: String, CodingKey {
        case schema, reference, id, before, after, edits
    }

    init(_ result: FixService.Result) {
        reference = result.reference
        id = result.id
        before = result.before
        after = result.after
        edits = result.edits.map { "\($0): \($0.reason)" }
    }
}
