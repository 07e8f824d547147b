// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import ImageAssembly
internal import ImageCheck
internal import Reporting

extension Image {
    /// For the summary at the end of the stage that wrote the layers.
    var layerSummary: String {
        let files = layers.reduce(0) { $0 + $1.fileCount }
        let bytes = ByteCount(layers.reduce(0) { $0 + $1.byteCount })
        return "\(files) files differ from the base, \(bytes) in \(layers.count) layers"
    }
}

extension Event {
    /// A finding with whom it harms.
    static func finding(_ finding: Finding) -> Event {
        let shown = finding.victims.prefix(5).map(\.description).joined(separator: ", ")
        let more = finding.victims.count > 5 ? " and \(finding.victims.count - 5) more" : ""
        let text = finding.description + (shown.isEmpty ? "" : " (breaks \(shown)\(more))")
        return finding.severity == .note ? .detail(text) : .warning(text)
    }
}
