// SPDX-License-Identifier: Apache-2.0

internal import Console

/// Names that a registry gave: a line each, or `cephdev.registry-catalog/1` and `cephdev.registry-tags/1`.
struct RegistryListing: Encodable {
    let schema: String
    /// The registry or the repository that was asked.
    let subject: String
    let names: [String]

    func present(as format: SharedOptions.Format) {
        switch format {
        case .text: names.forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(self))
        }
    }
}
