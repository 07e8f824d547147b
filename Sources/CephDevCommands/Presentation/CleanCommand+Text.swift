// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console
internal import Reporting

extension CleanCommand {
    func present(_ removals: [Removal]) {
        let byteCount = removals.reduce(0) { $0 + $1.byteCount }
        switch shared.format {
        case .text:
            for removal in removals {
                StandardStreams.result("\(removal.subject) \(ByteCount(removal.byteCount))")
            }
            StandardStreams.message((dryRun ? "would free " : "freed ") + "\(ByteCount(byteCount))")
        case .json:
            let document = CleanDocument(isDryRun: dryRun, removals: removals, byteCount: byteCount)
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
