// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console
internal import Digests

extension RollbackCommand {
    func present(_ result: RollbackService.Result, as format: SharedOptions.Format) {
        switch format {
        case .text:
            let from = result.old.map { " from \($0.hex.prefix(12))" } ?? ""
            let called = result.names.filter { $0 != result.name }.first.map { " (\($0))" } ?? ""
            let verb = dryRun ? "would point" : "points"
            StandardStreams.message("\(result.name) \(verb)\(from) to \(result.new.hex.prefix(12))\(called)")
            if !dryRun { StandardStreams.result("\(result.name) \(result.new)") }
        case .json:
            let document = RollbackDocument(
                name: result.name,
                old: result.old,
                new: result.new,
                isDryRun: dryRun
            )
            StandardStreams.result(JSONDocument.render(document))
        }
    }

    func present(_ entries: [RollbackService.Entry], as format: SharedOptions.Format) {
        switch format {
        case .text: Self.table(entries).lines.forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(HistoryDocument(entries)))
        }
    }

    static func table(_ entries: [RollbackService.Entry]) -> TextTable {
        TextTable(
            [.init(title: ""), .init(title: "TIME"), .init(title: "IMAGE"), .init(title: "BY"), .init(title: "NAMES")],
            rows: entries.map { entry in
                [
                    entry.isCurrent ? "*" : "",
                    entry.move.time,
                    String(entry.move.new.hex.prefix(12)),
                    entry.move.cause.rawValue,
                    entry.names.map { $0.isEmpty ? "-" : $0.joined(separator: " ") } ?? "gone",
                ]
            }
        )
    }
}

/// `cephdev.rollback/1`.
private struct RollbackDocument: Encodable {
    let schema = "cephdev.rollback/1"
    let name: String
    let old: Digest?
    let new: Digest
    let isDryRun: Bool

    private enum CodingKeys: String, CodingKey {
        case schema, name, old, new
        case isDryRun = "dryRun"
    }
}

/// `cephdev.tag-history/1`.
private struct HistoryDocument: Encodable {
    struct Entry: Encodable {
        let move: TagMove
        /// Nil when the image is gone.
        let names: [String]?
        let isCurrent: Bool

        private enum CodingKeys: String, CodingKey {
            case move, names
            case isCurrent = "current"
        }
    }

    let schema = "cephdev.tag-history/1"
    let entries: [Entry]

    private enum CodingKeys: String, CodingKey {
        case schema, entries
    }

    init(_ entries: [RollbackService.Entry]) {
        self.entries = entries.map { Entry(move: $0.move, names: $0.names, isCurrent: $0.isCurrent) }
    }
}
