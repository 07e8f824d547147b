// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console
internal import Reporting

extension ToolCommand {
    func present(_ removals: [Removal], isDryRun: Bool, as format: SharedOptions.Format) {
        let byteCount = removals.reduce(0) { $0 + $1.byteCount }
        switch format {
        case .text:
            for removal in removals {
                StandardStreams.result("\(removal.subject) \(ByteCount(removal.byteCount))")
            }
            StandardStreams.message((isDryRun ? "would free " : "freed ") + "\(ByteCount(byteCount))")
        case .json:
            let document = CleanDocument(isDryRun: isDryRun, removals: removals, byteCount: byteCount)
            StandardStreams.result(JSONDocument.render(document))
        }
    }
}

/// `cephdev.clean/1`.
private struct CleanDocument: Encodable {
    let schema = "cephdev.clean/1"
    let isDryRun: Bool
    let removals: [Removal]
    let byteCount: Int64

    private enum CodingKeys: String, CodingKey {
        case schema
        case isDryRun = "dryRun"
        case removals
        case byteCount = "freed"
    }
}
